namespace InferOps.Operator.Core.Placement;

/// <summary>What a permitted pool offers one service now. Money per replica and hour.</summary>
internal sealed record PoolOffer
{
    public required PoolCandidate Candidate { get; init; }

    public required Availability Availability { get; init; }

    /// <summary>Replicas that are here and may stay.</summary>
    public int Held => Math.Min(Candidate.Holding.Replicas, Availability.Replicas);

    /// <summary>Replicas beyond <see cref="Availability"/> that others must make room for.</summary>
    public required int Displaceable { get; init; }

    /// <summary>Replicas at most, with all that others must give up.</summary>
    public int Most => Availability.Replicas + Displaceable;

    /// <summary>Replicas within what is paid for anyway, at most <see cref="Availability"/>.</summary>
    public required int CommittedReplicas { get; init; }

    public required decimal MarginalCommitted { get; init; }

    public required decimal MarginalBeyond { get; init; }

    public required decimal FullCost { get; init; }

    /// <summary>The marginal cost of <paramref name="replicas"/> replicas together.</summary>
    public decimal MarginalOf(int replicas) =>
        (Math.Min(replicas, CommittedReplicas) * MarginalCommitted) + (Math.Max(0, replicas - CommittedReplicas) * MarginalBeyond);

    public static PoolOffer Of(PoolCandidate candidate, PlacementRequest request)
    {
        var gpus = request.Footprint.Gpus;
        var availability = Availability.Of(candidate, request);
        var committed = Costs.IsCommitted(candidate.Pool, request.Now) ? candidate.CommittedGpus / gpus : 0;
        return new()
        {
            Candidate = candidate,
            Availability = availability,
            Displaceable = candidate.IsCoolingDown(request.Now) ? 0 : Math.Max(0, candidate.Contested.For(gpus) - availability.Replicas),
            CommittedReplicas = Math.Min(committed, availability.Replicas),
            MarginalCommitted = Costs.MarginalCommitted(candidate.Pool) * gpus,
            MarginalBeyond = Costs.MarginalBeyond(candidate.Pool) * gpus,
            FullCost = Costs.Full(candidate.Pool) * gpus,
        };
    }
}
