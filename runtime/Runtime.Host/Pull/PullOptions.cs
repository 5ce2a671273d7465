using InferOps.Runtime.Core.Models;

namespace InferOps.Runtime.Host.Pull;

/// <summary>What to pull and where to.</summary>
internal sealed record PullOptions
{
    public required string Uri { get; init; }

    /// <summary>Where the model shall lie. Null leaves a local file where it is.</summary>
    public string? To { get; init; }

    /// <summary>SHA-256 that the whole file must have, in hex.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Reads the header only.</summary>
    public bool Inspect { get; init; }

    /// <summary>What the file must be.</summary>
    public ModelFileKind Kind { get; init; }

    /// <summary>Bearer token for downloads.</summary>
    public string? Token { get; init; }

    /// <summary>Allows http:// to other machines too: the model could be changed on its way.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Below this folder the claims of pvc:// addresses are mounted, one folder each.</summary>
    public required string ClaimsFolder { get; init; }

    /// <summary>Where hf:// addresses lead.</summary>
    public required Uri HuggingFace { get; init; }
}
