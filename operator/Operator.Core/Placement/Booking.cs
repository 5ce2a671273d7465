using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>Replicas of one service by pool, decided and not necessarily there yet.</summary>
/// <param name="Replicas">Needed; every pool with spares is among them, with 0 where it has nothing else.</param>
/// <param name="Waiting">True: it wants more than there is room for.</param>
public sealed record Booking(ObjectKey Service, int GpusPerReplica, IReadOnlyDictionary<string, int> Replicas, bool Waiting)
{
    private static readonly IReadOnlyDictionary<string, int> None = new Dictionary<string, int>();

    public IReadOnlyDictionary<string, int> Spares { get; init; } = None;

    /// <summary>True: it takes paid-for GPUs that nobody needs.</summary>
    public bool TakesSpares { get; init; }

    /// <summary>Higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>Pools whose replicas would have room elsewhere.</summary>
    public IReadOnlyCollection<string> Movable { get; init; } = [];

    /// <summary>What it took from others that still hold it.</summary>
    public IReadOnlyList<Displacement> Displaces { get; init; } = [];

    /// <summary>Replicas on a pool, needed or spare.</summary>
    public int All(string pool) => Replicas.GetValueOrDefault(pool) + Spares.GetValueOrDefault(pool);

    public static Booking Of(BookingOwner owner, PlacementPlan plan) => new(
        owner.Service, owner.GpusPerReplica, plan.Allocations.ToDictionary(allocation => allocation.Pool, allocation => allocation.Replicas - allocation.Spare), plan.Shortfall > 0)
    {
        Spares = plan.Allocations.Any(allocation => allocation.Spare > 0)
            ? plan.Allocations.Where(allocation => allocation.Spare > 0).ToDictionary(allocation => allocation.Pool, allocation => allocation.Spare)
            : None,
        TakesSpares = owner.TakesSpares,
        Priority = owner.Priority,
        Movable = [.. plan.Allocations.Where(allocation => allocation.Movable).Select(allocation => allocation.Pool)],
    };

    /// <summary>Whether <paramref name="other"/> should look again after this booking took the place of <paramref name="before"/>.</summary>
    public bool Concerns(Booking? before, Booking other)
    {
        if (Displaces.Any(displacement => displacement.Victim == other.Service && other.Replicas.GetValueOrDefault(displacement.Pool) > displacement.Keeps)) return true;
        foreach (var pool in Replicas.Keys.Union(before?.Replicas.Keys ?? []))
        {
            var grown = Replicas.GetValueOrDefault(pool) - (before?.Replicas.GetValueOrDefault(pool) ?? 0);
            if (grown > 0 && other.Spares.ContainsKey(pool)) return true;
            if (grown < 0 && (other.Waiting || other.TakesSpares)) return true;
        }

        return false;
    }
}

/// <summary>Who books.</summary>
/// <param name="Priority">Higher goes first.</param>
/// <param name="TakesSpares">True: the service takes paid-for GPUs that nobody needs.</param>
public sealed record BookingOwner(ObjectKey Service, int GpusPerReplica, int Priority, bool TakesSpares);

/// <summary>Replicas that sit on another service's GPUs until it has given them up.</summary>
/// <param name="Replicas">Of the service that displaces.</param>
/// <param name="Keeps">Replicas of the victim that may stay in the pool.</param>
/// <param name="Why">For the victim: who took its place, and by what right.</param>
public sealed record Displacement(ObjectKey Victim, string Pool, int Replicas, int Keeps, string Why);
