using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation;

public sealed record EffectiveModel
{
    public required string Uri { get; init; }

    /// <summary>Lower-case hex, or null: not verified against the user's word.</summary>
    public string? Sha256 { get; init; }

    /// <summary><c>org/repo</c> of an <c>hf://</c> address; null for every other.</summary>
    public string? Repository { get; init; }

    /// <summary>What follows the <c>@</c> of an <c>hf://</c> address; null: the repository's default.</summary>
    public string? Revision { get; init; }

    public required string ServedName { get; init; }

    public string? CredentialsSecret { get; init; }

    public DraftSpec? Draft { get; init; }

    public required IReadOnlyList<AdapterSpec> Adapters { get; init; }

    /// <summary>The addresses of everything that is pulled: the model's, the draft's, the adapters'.</summary>
    internal IEnumerable<string> Uris => [Uri, .. Draft is null ? Array.Empty<string>() : [Draft.Uri], .. Adapters.Select(adapter => adapter.Uri)];

    internal static EffectiveModel Resolve(string serviceName, ModelSpec model) => new()
    {
        Uri = model.Uri,
        Repository = HuggingFace(model.Uri) is { } hub ? string.Join('/', hub[0].Split('/', StringSplitOptions.RemoveEmptyEntries).Take(2)) : null,
        Revision = HuggingFace(model.Uri) is [_, var revision] ? revision : null,
        Sha256 = model.Sha256?.ToLowerInvariant(),
        ServedName = model.ServedName ?? serviceName,
        CredentialsSecret = model.CredentialsSecret,
        Draft = model.Draft,
        Adapters = model.Adapters ?? [],
    };

    /// <summary>Path and, where given, revision.</summary>
    private static string[]? HuggingFace(string uri)
    {
        const string scheme = "hf://";
        return uri.StartsWith(scheme, StringComparison.Ordinal) ? uri[scheme.Length..].Split('@', 2) : null;
    }
}
