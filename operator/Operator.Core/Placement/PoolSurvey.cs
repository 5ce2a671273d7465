using InferOps.Operator.Core.Placement.Survey;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>Every pool as one service sees it, by name.</summary>
public sealed record PoolSurvey
{
    public required IReadOnlyList<PoolCandidate> Candidates { get; init; }

    /// <summary>Pools whose spec is wrong; nothing is placed there.</summary>
    public required IReadOnlyList<RejectedPool> Invalid { get; init; }

    public static PoolSurvey Of(PoolSurveyInput input)
    {
        var balances = input.Ledger.LeftTo(input.Owner, input.Contested);
        return new() { Candidates = [.. input.Ledger.Accounts.Select(account => Candidate(account, balances[account.Pool.Name], input))], Invalid = input.Invalid };
    }

    /// <summary>Joins a pool's spec with what its nodes show. The spec goes first where both speak.</summary>
    private static PoolCandidate Candidate(PoolAccount account, PoolBalance balance, PoolSurveyInput input)
    {
        var pool = account.Pool;
        return new()
        {
            Pool = pool,
            MatchingNodes = account.Nodes,
            CapacityGpus = account.CapacityGpus,
            Room = balance.Room,
            Contested = balance.Contested,
            CommittedGpus = Math.Max(0, (pool.CommittedGpus ?? account.CapacityGpus) - balance.TakenByOthers),
            ReclaimableGpus = balance.ReclaimableGpus,
            Yield = balance.Yield,
            Products = account.Products,
            Domains = account.Domains,
            GpuMemoryBytes = account.MemoryBytes,
            Speed = input.Speeds.TryGetValue(pool.Name, out var speed) && speed > 0 ? Math.Round((decimal)speed, 3) : 1,
            Holding = input.Holdings.GetValueOrDefault(pool.Name),
            CoolDown = input.CoolDowns.Where(coolDown => coolDown.Pool == pool.Name).MaxBy(coolDown => coolDown.Until),
        };
    }
}

/// <summary>For whom the pools are surveyed, and what is known of them.</summary>
public sealed record PoolSurveyInput
{
    public required BookingOwner Owner { get; init; }

    public required GpuLedger Ledger { get; init; }

    /// <summary>True: also what others must give up for the service.</summary>
    public bool Contested { get; init; }

    public IReadOnlyList<RejectedPool> Invalid { get; init; } = [];

    /// <summary>Replicas of the service itself, by pool.</summary>
    public IReadOnlyDictionary<string, Holding> Holdings { get; init; } = new Dictionary<string, Holding>();

    public IReadOnlyList<CoolDown> CoolDowns { get; init; } = [];

    /// <summary>Relative speed by pool; absent: 1.</summary>
    public IReadOnlyDictionary<string, double> Speeds { get; init; } = new Dictionary<string, double>();
}
