using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Core.Models;

/// <summary>From a header to the facts that placement and footprint need.</summary>
internal static class ModelFactsSummarizer
{
    /// <summary>Bytes of one F16 number in the KV cache.</summary>
    private const int KvElementBytes = 2;

    /// <exception cref="GgufException">The header contradicts itself or the file's length, or the file is of another kind.</exception>
    public static ModelFacts Summarize(GgufHeader header, long fileBytes, ExpectedFile expected)
    {
        CheckPart(header.Metadata, expected);
        CheckTensorsLieInside(header, fileBytes, mayBeNone: expected.Parts > 1);
        var sizes = new ModelFacts
        {
            Format = "gguf",
            Architecture = "",
            Quantization = header.Tensors.GroupBy(tensor => tensor.Format.Name, tensor => tensor.Elements).MaxBy(group => group.Sum())?.Key,
            ParameterCount = header.Tensors.Sum(tensor => tensor.Elements),
            WeightBytes = header.Tensors.Sum(tensor => tensor.Bytes),
            FileBytes = fileBytes,
            ContextLength = 0,
            KvBytesPerToken = 0,
        };
        return expected.Part == 0 ? Describe(sizes, header.Metadata, expected.Kind) : sizes;
    }

    /// <summary>What only the first part says.</summary>
    private static ModelFacts Describe(ModelFacts sizes, GgufMetadata metadata, ModelFileKind kind)
    {
        CheckKind(metadata, kind);
        var architecture = metadata.Text("general.architecture") ?? throw GgufException.Corrupt("the header lacks general.architecture");
        return sizes with
        {
            Architecture = architecture,
            Name = metadata.Text("general.name"),
            ContextLength = kind == ModelFileKind.Model ? metadata.Required($"{architecture}.context_length") : 0,
            KvBytesPerToken = kind == ModelFileKind.Model ? KvBytesPerToken(metadata, architecture) : 0,
        };
    }

    private static void CheckPart(GgufMetadata metadata, ExpectedFile expected)
    {
        var parts = metadata.Optional("split.count") ?? 1;
        if (parts == expected.Parts) return;
        throw expected.Parts == 1
            ? GgufException.Truncated($"the file is one of the {parts} parts of a model; name the first of them (…-00001-of-{parts:D5}.gguf), and the others are found beside it")
            : GgufException.Corrupt($"the file is one of {parts} parts, and by its name it should be one of {expected.Parts}");
    }

    private static void CheckKind(GgufMetadata metadata, ModelFileKind kind)
    {
        var isAdapter = metadata.Text("general.type") == "adapter";
        if (kind == ModelFileKind.Model && isAdapter)
            throw GgufException.WrongKind("the file is an adapter for a model, not a model; list it under spec.model.adapters (--adapter) beside the model that it was made for");
        if (kind == ModelFileKind.Model) return;
        if (!isAdapter) throw GgufException.WrongKind("the file is a model, not an adapter for one");
        if (metadata.Text("adapter.type") is not "lora" and var type) throw GgufException.WrongKind($"the adapter is of the type '{type}'; only LoRA adapters can be served");
    }

    /// <summary>
    /// Σ over layers of key-value heads × (key length + value length) × 2 bytes. Layers with a sliding window need less; this is the upper bound.
    /// </summary>
    private static long KvBytesPerToken(GgufMetadata metadata, string architecture)
    {
        var layers = metadata.Required($"{architecture}.block_count");
        if (metadata.SumOverLayers($"{architecture}.attention.head_count", layers) is not { } heads) return 0;
        var keyValueHeads = metadata.SumOverLayers($"{architecture}.attention.head_count_kv", layers) ?? heads;
        if (keyValueHeads == 0) return 0;
        var headLength = metadata.Required($"{architecture}.embedding_length") * layers / Math.Max(heads, 1);
        var keyLength = metadata.Optional($"{architecture}.attention.key_length") ?? headLength;
        var valueLength = metadata.Optional($"{architecture}.attention.value_length") ?? headLength;
        var bytes = (UInt128)keyValueHeads * (UInt128)(keyLength + valueLength) * KvElementBytes;
        return bytes <= int.MaxValue ? (long)bytes : throw GgufException.Corrupt($"the header's attention sizes give {bytes} bytes per KV cell");
    }

    private static void CheckTensorsLieInside(GgufHeader header, long fileBytes, bool mayBeNone)
    {
        if (header.Tensors.Count == 0 && mayBeNone) return;
        if (header.Tensors.Count == 0) throw GgufException.Corrupt("the file holds no tensors");
        var end = header.DataOffset + header.Tensors.Max(tensor => tensor.Offset + tensor.Bytes);
        if (end > fileBytes)
            throw GgufException.Truncated($"the file has {fileBytes} bytes and its tensors reach to byte {end}; it was not copied to its end; copy it again");
    }
}
