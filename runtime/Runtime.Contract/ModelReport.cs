using System.Text.Json.Serialization;

namespace InferOps.Runtime.Contract;

/// <summary>What <c>pull</c> found, as JSON in the container's termination message (the kubelet keeps at most 4,096 bytes).</summary>
/// <remarks>Exactly one of <see cref="Facts"/> and <see cref="Failure"/> is present.</remarks>
public sealed record ModelReport
{
    public ModelFacts? Facts { get; init; }

    public ModelFailure? Failure { get; init; }
}

/// <summary>Facts read from the header of a model file, or of a LoRA adapter's, which has no context and no cells of its own. Sizes in bytes.</summary>
public sealed record ModelFacts
{
    /// <summary><c>gguf</c> or <c>safetensors</c>.</summary>
    public required string Format { get; init; }

    /// <summary><c>general.architecture</c>, such as <c>llama</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary><c>general.name</c>, where the file has one.</summary>
    public string? Name { get; init; }

    /// <summary>Quantisation of most tensors, such as <c>Q4_K</c>.</summary>
    public string? Quantization { get; init; }

    public long? ParameterCount { get; init; }

    /// <summary>Bytes of all tensors: the memory that weights take.</summary>
    public required long WeightBytes { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long FileBytes { get; init; }

    /// <summary>The context length the model was trained for, in tokens; 0 for an adapter.</summary>
    public required long ContextLength { get; init; }

    /// <summary>Bytes of one KV cell (one token of one sequence) at F16, over all layers; 0 for an adapter.</summary>
    public required long KvBytesPerToken { get; init; }

    /// <summary>SHA-256 of the file in lower-case hex; absent when only the header was read.</summary>
    public string? Sha256 { get; init; }
}

/// <summary>Why a model cannot be used.</summary>
public sealed record ModelFailure
{
    /// <summary>One of <see cref="ModelFailureReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>What happened and what to do about it; no secrets.</summary>
    public required string Message { get; init; }
}

/// <summary>The closed set of reasons why a model cannot be used. They appear as condition reasons.</summary>
public static class ModelFailureReasons
{
    public const string ModelNotFound = "ModelNotFound";
    public const string ModelAccessDenied = "ModelAccessDenied";
    public const string ModelNotGguf = "ModelNotGguf";
    public const string ModelTruncated = "ModelTruncated";
    public const string ModelCorrupt = "ModelCorrupt";

    /// <summary>An adapter where a model is wanted, or a model where an adapter is.</summary>
    public const string WrongKindOfFile = "WrongKindOfFile";
    public const string ChecksumMismatch = "ChecksumMismatch";
    public const string UnsupportedUri = "UnsupportedUri";

    /// <summary>There is no room for the model where it shall lie.</summary>
    public const string NotEnoughDisk = "NotEnoughDisk";

    /// <summary>A failure that may pass: the network, the disk, a busy server. Retried.</summary>
    public const string DownloadFailed = "DownloadFailed";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelReport))]
public sealed partial class ModelReportJson : JsonSerializerContext;
