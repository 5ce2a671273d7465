using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>What the service refers to exists, and the engine reads the model's format.</summary>
internal static class ReferenceRules
{
    public static void Check(InferenceServiceSpec spec, Catalog catalog, string? modelFormat, ViolationList violations)
    {
        foreach (var pool in (spec.Placement?.Pools ?? []).Where(pool => !catalog.Pools.Contains(pool)))
            violations.Add("spec.placement.pools", ValidationReasons.UnknownPool, $"names ComputePool '{pool}', which does not exist; {Existing(catalog.Pools)}");

        var name = EffectiveEngineUse.NameOf(spec);
        if (!catalog.Engines.TryGetValue(name, out var engine))
        {
            violations.Add("spec.engine.name", ValidationReasons.UnknownEngine, $"names InferenceEngine '{name}', which does not exist; {Existing(catalog.Engines.Keys)}");
            return;
        }
        // Keys that nobody checks would leave the service open while its spec says it is closed.
        if (spec.Endpoint?.ApiKeysSecret is not null && !Takes(engine, InferenceEngineValidator.ApiKeysFile))
            violations.Add("spec.endpoint.apiKeysSecret", ValidationReasons.ApiKeysNotSupported,
                $"has no effect: engine '{name}' takes no {{{InferenceEngineValidator.ApiKeysFile}}} argument; choose another engine or check keys in front of it");
        if (spec.Model.Adapters is { Count: > 0 } && !Takes(engine, InferenceEngineValidator.AdapterPath))
            violations.Add("spec.model.adapters", ValidationReasons.AdaptersNotSupported,
                $"have no effect: engine '{name}' takes no {{{InferenceEngineValidator.AdapterPath}}} argument; choose another engine or leave them out");
        if (spec.Model.Draft is not null && !Takes(engine, InferenceEngineValidator.DraftPath))
            violations.Add("spec.model.draft", ValidationReasons.DraftNotSupported,
                $"has no effect: engine '{name}' takes no {{{InferenceEngineValidator.DraftPath}}} argument; choose another engine or leave it out");
        if (spec.Resources?.Parallelism?.Pipeline > 1 && Takes(engine, InferenceEngineValidator.TensorParallel) && !Takes(engine, InferenceEngineValidator.PipelineParallel))
            violations.Add("spec.resources.parallelism.pipeline", ValidationReasons.ParallelismNotSupported,
                $"has no effect: engine '{name}' takes no {{{InferenceEngineValidator.PipelineParallel}}} argument; split the model by tensor or choose another engine");
        if ((modelFormat ?? FormatByName(spec.Model.Uri)) is { } format && !engine.ModelFormats.Contains(format, StringComparer.Ordinal))
            violations.Add("spec.model.uri", ValidationReasons.ModelFormatNotSupported,
                $"is a {format} model; engine '{name}' reads {string.Join(", ", engine.ModelFormats)}; choose another engine or another file");
    }

    private static bool Takes(InferenceEngineSpec engine, string placeholder) =>
        engine.Args.Any(argument => argument.Contains($"{{{placeholder}}}", StringComparison.Ordinal));

    /// <summary>A repository (<c>hf://org/repo</c>) does not tell; a file's name does.</summary>
    private static string? FormatByName(string uri)
    {
        var file = uri.Split('@', '?')[0];
        return file.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? "gguf"
            : file.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) ? "safetensors"
            : null;
    }

    private static string Existing(IEnumerable<string> names)
    {
        var sorted = names.Order(StringComparer.Ordinal).ToList();
        return sorted.Count == 0 ? "none exists yet" : $"there are: {string.Join(", ", sorted)}";
    }
}
