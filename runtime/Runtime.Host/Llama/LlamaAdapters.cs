using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Models;
using LLama;
using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>The LoRA adapters of a model, and which of them its context applies.</summary>
internal sealed class LlamaAdapters
{
    private readonly IReadOnlyList<(LoraAdapter Adapter, float Scale)> _adapters;
    private int _used = -1;

    private LlamaAdapters(IReadOnlyList<(LoraAdapter, float)> adapters) => _adapters = adapters;

    /// <summary>Reads the headers in managed code, before any native code sees the files.</summary>
    /// <exception cref="InvalidDataException">A file is no adapter for this model; the message says why.</exception>
    public static async Task CheckAsync(IReadOnlyList<AdapterFile> files, ModelFacts model, CancellationToken cancellationToken)
    {
        foreach (var adapter in files)
        {
            await using var file = File.OpenRead(adapter.Path);
            var report = await ModelInspector.InspectAsync(file, file.Length, ModelFileKind.Adapter, cancellationToken);
            if (report.Failure is { } failure) throw new InvalidDataException($"{adapter.Path}: {failure.Reason}: {failure.Message}");
            if (report.Facts!.Architecture != model.Architecture)
                throw new InvalidDataException($"{adapter.Path}: the adapter '{adapter.Name}' is for models of the architecture {report.Facts.Architecture}, and this one is {model.Architecture}");
        }
    }

    /// <summary>Loads the files into the model, which must not have a context yet.</summary>
    /// <exception cref="LLama.Exceptions.RuntimeError">The library refuses one.</exception>
    public static LlamaAdapters Load(LLamaWeights weights, IReadOnlyList<AdapterFile> files) =>
        new([.. files.Select(file => (weights.NativeHandle.LoadLoraFromFile(file.Path), file.Scale))]);

    /// <summary>Applies one adapter alone, or none for −1. The library plans its computation anew at every change, so a change is made only where there is one.</summary>
    public void Use(SafeLLamaContextHandle context, int adapter)
    {
        if (adapter == _used) return;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(adapter, _adapters.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(adapter, -1);
        if (adapter == -1) context.SetLoraAdapters();
        else context.SetLoraAdapters(_adapters[adapter]);
        _used = adapter;
    }
}
