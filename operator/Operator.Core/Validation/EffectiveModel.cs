using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation;

public sealed record EffectiveModel
{
    public required string Uri { get; init; }

    /// <summary>Lower-case hex, or null: not verified against the user's word.</summary>
    public string? Sha256 { get; init; }

    public required string ServedName { get; init; }

    public string? CredentialsSecret { get; init; }

    public DraftSpec? Draft { get; init; }

    public required IReadOnlyList<AdapterSpec> Adapters { get; init; }

    internal static EffectiveModel Resolve(string serviceName, ModelSpec model) => new()
    {
        Uri = model.Uri,
        Sha256 = model.Sha256?.ToLowerInvariant(),
        ServedName = model.ServedName ?? serviceName,
        CredentialsSecret = model.CredentialsSecret,
        Draft = model.Draft,
        Adapters = model.Adapters ?? [],
    };
}
