using System.Text.Json.Nodes;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Reconciliation;

/// <summary>What every decision shares: pools, engines, nodes, and who holds which GPUs. A value; the next observation is another one.</summary>
public sealed record Fleet
{
    public required IReadOnlyList<ObservedPool> Pools { get; init; }

    public required IReadOnlyList<ObservedEngine> Engines { get; init; }

    public required IReadOnlyList<ObservedNode> Nodes { get; init; }

    public required IReadOnlyList<ObservedGpuUse> GpuUses { get; init; }

    /// <summary>The pools, judged once.</summary>
    public PoolSet PoolSet => _poolSet ??= PoolSet.Of(Pools);

    /// <summary>Pools whose spec can be acted on, every default resolved.</summary>
    public IReadOnlyList<EffectivePool> ValidPools() => PoolSet.Valid;

    private PoolSet? _poolSet;
}

/// <summary>One service and everything in the cluster that is its own.</summary>
public sealed record ServiceView
{
    public required ObservedService Service { get; init; }

    public required IReadOnlyList<ObservedDeployment> Deployments { get; init; }

    public required IReadOnlyList<ObservedPod> Pods { get; init; }

    /// <summary>The objects the operator made for it, as they are now.</summary>
    public required IReadOnlyList<LiveManifest> Owned { get; init; }
}

/// <summary>What an object is addressed by. <see cref="Namespace"/> is empty for cluster-scoped kinds.</summary>
public readonly record struct ManifestKey(string ApiVersion, string Kind, string Namespace, string Name)
{
    public static ManifestKey Of(JsonObject manifest) => new(
        (string?)manifest["apiVersion"] ?? "",
        (string?)manifest["kind"] ?? "",
        (string?)manifest["metadata"]?["namespace"] ?? "",
        (string?)manifest["metadata"]?["name"] ?? "");

    public override string ToString() => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}

/// <summary>An object as the API server last showed it.</summary>
public sealed record LiveManifest(ManifestKey Key, JsonObject Content)
{
    public bool Terminating => Content["metadata"]?["deletionTimestamp"] is not null;
}
