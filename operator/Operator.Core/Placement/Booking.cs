using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>Replicas of one service by pool, decided and not necessarily there yet.</summary>
/// <param name="Replicas">Needed; every pool with spares is among them, with 0 where it has nothing else.</param>
/// <param name="Waiting">True: it wants more than there is room for.</param>
public sealed record Booking(ObjectKey Service, int GpusPerReplica, IReadOnlyDictionary<string, int> Replicas, bool Waiting)
{
    private static readonly IReadOnlyDictionary<string, int> None = new Dictionary<string, int>();
    private static readonly IReadOnlyDictionary<string, decimal> NoRegrets = new Dictionary<string, decimal>();

    public IReadOnlyDictionary<string, int> Spares { get; init; } = None;

    /// <summary>True: it takes paid-for GPUs that nobody needs.</summary>
    public bool TakesSpares { get; init; }

    /// <summary>Higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>Pools whose replicas would have room elsewhere, and what each GPU and hour would cost more there.</summary>
    public IReadOnlyDictionary<string, decimal> Regrets { get; init; } = NoRegrets;

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
        Regrets = plan.Allocations.Where(allocation => allocation.Regret is not null).ToDictionary(allocation => allocation.Pool, allocation => allocation.Regret!.Value),
    };

    /// <summary>The services among <paramref name="others"/> that should look again after this booking took the place of <paramref name="before"/>.</summary>
    public IReadOnlyList<ObjectKey> Concerns(Booking? before, IEnumerable<Booking> others)
    {
        var grown = new List<string>();
        var shrunk = false;
        foreach (var pool in Replicas.Keys.Union(before?.Replicas.Keys ?? []))
        {
            var change = Replicas.GetValueOrDefault(pool) - (before?.Replicas.GetValueOrDefault(pool) ?? 0);
            if (change > 0) grown.Add(pool);
            shrunk |= change < 0;
        }

        // Most bookings repeat what they were, and concern nobody, however many services there are.
        if (grown.Count == 0 && !shrunk && Displaces.Count == 0) return [];
        return [.. others.Where(other => other.Service != Service && (Displaced(other) || (shrunk && (other.Waiting || other.TakesSpares)) || grown.Exists(other.Spares.ContainsKey))).Select(other => other.Service)];
    }

    private bool Displaced(Booking other) =>
        Displaces.Any(displacement => displacement.Victim == other.Service && other.Replicas.GetValueOrDefault(displacement.Pool) > displacement.Keeps);
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
