using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Reconciliation.Placement;

/// <summary>Where every service's replicas were decided to go. One plan is made at a time, and each sees the ones before it, so two services never book one GPU.</summary>
/// <remarks>The watches show a decision only some time after it was made; this is what is known meanwhile. Lost with the process, and read back from the Deployments.</remarks>
internal sealed class PlacementBook
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, Booking> _bookings = [];
    private bool _seeded;

    /// <summary>Makes a plan against everybody else's bookings, and books it.</summary>
    /// <param name="existing">Every service's bookings as the cluster shows them; asked for once.</param>
    /// <param name="plan">The plan for the service, given what the book says.</param>
    /// <returns>The plan, and whom it concerns: services that must make room for it, or may take the room it leaves.</returns>
    public BookedPlan Book(ObjectKey service, Func<IEnumerable<Booking>> existing, IReadOnlyList<ObservedGpuUse> bound, Func<BookEntry, PlacementResult> plan)
    {
        lock (_gate)
        {
            Seed_NeedsGate(existing);
            var own = _bookings.GetValueOrDefault(service);
            var result = plan(Entry_NeedsGate(service, own, bound));
            var booking = Booking.Of(service, result);
            _bookings[service] = booking;
            return new(result.Plan, [.. _bookings.Values.Where(other => other.Service != service && booking.Concerns(own, other)).Select(other => other.Service)]);
        }
    }

    public void Forget(ObjectKey service)
    {
        lock (_gate) _bookings.Remove(service);
    }

    private void Seed_NeedsGate(Func<IEnumerable<Booking>> existing)
    {
        if (_seeded) return;
        _seeded = true;
        foreach (var booking in existing()) _bookings.TryAdd(booking.Service, booking);
    }

    private BookEntry Entry_NeedsGate(ObjectKey service, Booking? own, IReadOnlyList<ObservedGpuUse> bound)
    {
        var uses = bound.Where(use => use.Service is not null && use.Pool is not null).ToLookup(use => (use.Service!.Value, use.Pool!));
        var reservations = new List<GpuReservation>();
        var reclaimable = new List<ObservedGpuUse>();
        foreach (var booking in _bookings.Values.Where(booking => booking.Service != service))
        {
            foreach (var (pool, replicas) in booking.Replicas)
            {
                var held = uses[(booking.Service, pool)].ToList();
                if (replicas > held.Count) reservations.Add(new(booking.Service, pool, replicas - held.Count, booking.GpusPerReplica));
                // Spares are whatever is held beyond what is needed; what is held beyond both is on its way out and not free yet.
                reclaimable.AddRange(held.Skip(replicas).Take(booking.Spares.GetValueOrDefault(pool)));
            }
        }

        return new(own, [.. bound.Except(reclaimable, ReferenceEqualityComparer.Instance).Cast<ObservedGpuUse>()], reservations, reclaimable.GroupBy(use => use.Pool!).ToDictionary(pool => pool.Key, pool => pool.Sum(use => use.Count)));
    }
}

/// <summary>What the book tells a service before it plans.</summary>
/// <param name="Own">Its own booking; null: none.</param>
/// <param name="Taken">GPUs held by pods, without those that other services hold as warm spares.</param>
/// <param name="Reservations">What others have booked and not yet bound.</param>
/// <param name="Reclaimable">By pool, GPUs that others hold as warm spares.</param>
internal sealed record BookEntry(Booking? Own, IReadOnlyList<ObservedGpuUse> Taken, IReadOnlyList<GpuReservation> Reservations, IReadOnlyDictionary<string, int> Reclaimable);

/// <summary>A plan that has been booked, and the services that should look again because of it.</summary>
internal sealed record BookedPlan(PlacementPlan Plan, IReadOnlyList<ObjectKey> Concerned);

/// <summary>Replicas of one service by pool, decided and not necessarily there yet.</summary>
/// <param name="Replicas">Needed; every pool with spares is among them, with 0 where it has nothing else.</param>
/// <param name="Waiting">True: it wants more than there is room for.</param>
internal sealed record Booking(ObjectKey Service, int GpusPerReplica, IReadOnlyDictionary<string, int> Replicas, bool Waiting)
{
    public IReadOnlyDictionary<string, int> Spares { get; init; } = new Dictionary<string, int>();

    /// <summary>Replicas on a pool, needed or spare.</summary>
    public int All(string pool) => Replicas.GetValueOrDefault(pool) + Spares.GetValueOrDefault(pool);

    /// <summary>True: it takes paid-for GPUs that nobody needs.</summary>
    public bool TakesSpares { get; init; }

    public static Booking Of(ObjectKey service, PlacementResult result) => new(
        service, result.GpusPerReplica, result.Plan.Allocations.ToDictionary(allocation => allocation.Pool, allocation => allocation.Replicas - allocation.Spare), result.Plan.Shortfall > 0)
    {
        Spares = result.Plan.Allocations.Where(allocation => allocation.Spare > 0).ToDictionary(allocation => allocation.Pool, allocation => allocation.Spare),
        TakesSpares = result.TakesSpares,
    };

    /// <summary>Whether <paramref name="other"/> should look again after this booking took the place of <paramref name="before"/>.</summary>
    public bool Concerns(Booking? before, Booking other)
    {
        foreach (var pool in Replicas.Keys.Union(before?.Replicas.Keys ?? []))
        {
            var grown = Replicas.GetValueOrDefault(pool) - (before?.Replicas.GetValueOrDefault(pool) ?? 0);
            if (grown > 0 && other.Spares.ContainsKey(pool)) return true;
            if (grown < 0 && (other.Waiting || other.TakesSpares)) return true;
        }

        return false;
    }
}

/// <param name="TakesSpares">True: the service takes paid-for GPUs that nobody needs.</param>
internal sealed record PlacementResult(PlacementPlan Plan, int GpusPerReplica, bool TakesSpares);
