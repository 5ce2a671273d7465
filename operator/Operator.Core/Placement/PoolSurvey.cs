using InferOps.Operator.Core.Placement.Survey;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Placement;

/// <summary>Every pool as one service sees it, by name.</summary>
public sealed record PoolSurvey
{
    public required IReadOnlyList<PoolCandidate> Candidates { get; init; }

    /// <summary>Pools whose spec is wrong; nothing is placed there.</summary>
    public required IReadOnlyList<RejectedPool> Invalid { get; init; }

    /// <summary>Counts what is there. Nodes belong to the first pool by name that selects them, so no GPU is counted twice.</summary>
    public static PoolSurvey Of(PoolSurveyInput input)
    {
        var valid = new List<EffectivePool>();
        var invalid = new List<RejectedPool>();
        foreach (var pool in input.Pools.OrderBy(pool => pool.Name, StringComparer.Ordinal))
        {
            var violations = ComputePoolValidator.Validate(pool.Spec);
            if (violations.Count == 0) valid.Add(EffectivePool.Resolve(pool));
            else invalid.Add(new() { Name = pool.Name, Reason = PlacementReasons.InvalidPool, Message = $"its spec is invalid: {violations[0]}" });
        }

        var ledger = GpuLedger.Build(valid, input);
        return new() { Candidates = [.. valid.Select(pool => CandidateBuilder.Build(pool, ledger, input))], Invalid = invalid };
    }
}

/// <summary>What the cluster holds, and for whom it is surveyed.</summary>
public sealed record PoolSurveyInput
{
    public required ObjectKey Service { get; init; }

    public required IReadOnlyList<ObservedPool> Pools { get; init; }

    public required IReadOnlyList<ObservedNode> Nodes { get; init; }

    /// <summary>GPUs held by pods that have a node, those of the service itself included.</summary>
    public required IReadOnlyList<ObservedGpuUse> GpuUses { get; init; }

    /// <summary>Replicas of other services that are decided and have no node yet.</summary>
    public IReadOnlyList<GpuReservation> Reservations { get; init; } = [];

    /// <summary>GPUs by pool that other services hold as warm spares; not among <see cref="GpuUses"/>.</summary>
    public IReadOnlyDictionary<string, int> ReclaimableGpus { get; init; } = new Dictionary<string, int>();

    /// <summary>Replicas of the service itself, by pool.</summary>
    public IReadOnlyDictionary<string, Holding> Holdings { get; init; } = new Dictionary<string, Holding>();

    public IReadOnlyList<CoolDown> CoolDowns { get; init; } = [];

    /// <summary>Relative speed by pool; absent: 1.</summary>
    public IReadOnlyDictionary<string, double> Speeds { get; init; } = new Dictionary<string, double>();
}

/// <summary>GPUs that are spoken for: <paramref name="Replicas"/> replicas that no node holds yet. Keeps two services from booking one GPU.</summary>
public sealed record GpuReservation(ObjectKey Service, string Pool, int Replicas, int GpusPerReplica);
