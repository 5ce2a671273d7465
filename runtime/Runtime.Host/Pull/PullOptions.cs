using InferOps.Runtime.Core.Models;
using InferOps.Runtime.Host.Pull.Sources;

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

    /// <summary>The folder that holds this and other models, some of which may go to make room for it. Null: there is none.</summary>
    public string? Cache { get; init; }

    /// <summary>Bytes that the models of the cache may take together; null: as many as there are.</summary>
    public long? CacheLimit { get; init; }

    public PullCredentials Credentials { get; init; } = new();

    /// <summary>Allows http:// to other machines too: the model could be changed on its way.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Below this folder the claims of pvc:// addresses are mounted, one folder each.</summary>
    public required string ClaimsFolder { get; init; }

    /// <summary>Where hf:// addresses lead.</summary>
    public required Uri HuggingFace { get; init; }
}

/// <summary>What opens what is not public. Each kind of address takes its own and never sees another's.</summary>
internal sealed record PullCredentials
{
    /// <summary>Bearer token for hf:// and https://.</summary>
    public string? Token { get; init; }

    /// <summary>Keys, endpoint and region for s3://.</summary>
    public S3Settings S3 { get; init; } = S3Settings.None;

    /// <summary>For oci://: what <c>docker login</c> writes, as JSON.</summary>
    public string? RegistryConfig { get; init; }

    /// <summary>Must not end up in a log by way of a record's text.</summary>
    public override string ToString() => nameof(PullCredentials);
}
