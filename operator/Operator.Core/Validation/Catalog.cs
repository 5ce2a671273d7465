using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation;

/// <summary>What exists in the cluster for a service to refer to.</summary>
public sealed record Catalog
{
    public required IReadOnlyDictionary<string, InferenceEngineSpec> Engines { get; init; }

    public required IReadOnlySet<string> Pools { get; init; }

    public static Catalog Of(IEnumerable<ObservedEngine> engines, IEnumerable<ObservedPool> pools) => new()
    {
        Engines = engines.ToDictionary(engine => engine.Name, engine => engine.Spec, StringComparer.Ordinal),
        Pools = pools.Select(pool => pool.Name).ToHashSet(StringComparer.Ordinal),
    };
}
