using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Admission;

/// <summary>What else is in the cluster when something is written.</summary>
public sealed record ClusterFacts
{
    /// <summary>A view: it is gone through where a rule asks, and never copied.</summary>
    public IEnumerable<ObservedService> Services { get; init; } = [];

    public IReadOnlyList<ObservedPool> Pools { get; init; } = [];

    public IReadOnlyList<ObservedEngine> Engines { get; init; } = [];

    public IReadOnlyList<ObservedNode> Nodes { get; init; } = [];

    public required DateTimeOffset Now { get; init; }
}

/// <summary>What the administrators of a namespace permit in it.</summary>
public sealed record NamespaceLimits
{
    /// <summary>Annotation of a Namespace: what its services' <c>placement.maxHourlyCost</c> may add up to, as a decimal string.</summary>
    public const string BudgetAnnotation = "inferops.dev/max-hourly-cost";

    public static NamespaceLimits None { get; } = new();

    /// <summary>Null: no budget.</summary>
    public decimal? MaxHourlyCost { get; init; }

    /// <summary>Most GPUs by extended resource name, from <c>requests.NAME</c> of the ResourceQuotas. Absent: no limit.</summary>
    public IReadOnlyDictionary<string, long> Gpus { get; init; } = new Dictionary<string, long>();
}
