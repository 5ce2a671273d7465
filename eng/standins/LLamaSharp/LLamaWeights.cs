using System.Text;
using LLama.Abstractions;
using LLama.Exceptions;
using LLama.Extensions;
using LLama.Native;

namespace LLama;

/// <summary>A loaded model with its metadata.</summary>
public sealed class LLamaWeights : IDisposable
{
    private LLamaWeights(SafeLlamaModelHandle model)
    {
        NativeHandle = model;
        Metadata = Enumerable.Range(0, model.MetadataCount).ToDictionary(
            index => Encoding.UTF8.GetString(model.MetadataKeyByIndex(index)!.Value.Span),
            index => Encoding.UTF8.GetString(model.MetadataValueByIndex(index)!.Value.Span));
    }

    public SafeLlamaModelHandle NativeHandle { get; }

    /// <summary>The file's key-value pairs, as text.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; set; }

    public SafeLlamaModelHandle.Vocabulary Vocab => NativeHandle.Vocab;

    public int ContextSize => NativeHandle.ContextSize;

    public int EmbeddingSize => NativeHandle.EmbeddingSize;

    public ulong ParameterCount => NativeHandle.ParameterCount;

    public ulong SizeInBytes => NativeHandle.SizeInBytes;

    public static LLamaWeights LoadFromFile(IModelParams @params)
    {
        ArgumentNullException.ThrowIfNull(@params);
        using var held = @params.ToLlamaModelParams(out var native);
        return new LLamaWeights(SafeLlamaModelHandle.LoadFromFile(@params.ModelPath, native));
    }

    /// <summary>Loads on another thread and stops when cancelled.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="LoadWeightsFailedException">llama.cpp cannot load the file; the log says why.</exception>
    public static Task<LLamaWeights> LoadFromFileAsync(IModelParams @params, CancellationToken token = default, IProgress<float>? progressReporter = null)
    {
        ArgumentNullException.ThrowIfNull(@params);
        return Task.Run(() => Load(@params, token, progressReporter), token);
    }

    public LLamaToken[] Tokenize(string text, bool add_bos, bool special, Encoding encoding) => NativeHandle.Tokenize(text, add_bos, special, encoding);

    public void Dispose() => NativeHandle.Dispose();

    private static LLamaWeights Load(IModelParams parameters, CancellationToken token, IProgress<float>? progress)
    {
        using var held = parameters.ToLlamaModelParams(out var native);
        native.progress_callback = (share, _) =>
        {
            progress?.Report(share);
            return !token.IsCancellationRequested;
        };
        try
        {
            return new LLamaWeights(SafeLlamaModelHandle.LoadFromFile(parameters.ModelPath, native));
        }
        catch (LoadWeightsFailedException)
        {
            // A load that was stopped looks like a failed one.
            token.ThrowIfCancellationRequested();
            throw;
        }
    }
}
