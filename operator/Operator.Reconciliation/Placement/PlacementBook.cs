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
    /// <param name="plan">The plan for the service, given its own booking (null: none) and what others have booked and not yet bound.</param>
    public PlacementPlan Book(ObjectKey service, Func<IEnumerable<Booking>> existing, IReadOnlyList<ObservedGpuUse> bound, Func<Booking?, IReadOnlyList<GpuReservation>, PlacementResult> plan)
    {
        lock (_gate)
        {
            Seed_NeedsGate(existing);
            var result = plan(_bookings.GetValueOrDefault(service), Reservations_NeedsGate(service, bound));
            _bookings[service] = new(service, result.GpusPerReplica, result.Plan.Allocations.ToDictionary(allocation => allocation.Pool, allocation => allocation.Replicas), result.Plan.Shortfall > 0);
            return result.Plan;
        }
    }

    public void Forget(ObjectKey service)
    {
        lock (_gate) _bookings.Remove(service);
    }

    /// <summary>Services that would take GPUs if some became free.</summary>
    public IReadOnlyList<ObjectKey> Waiting()
    {
        lock (_gate) return [.. _bookings.Values.Where(booking => booking.Waiting).Select(booking => booking.Service)];
    }

    private void Seed_NeedsGate(Func<IEnumerable<Booking>> existing)
    {
        if (_seeded) return;
        _seeded = true;
        foreach (var booking in existing()) _bookings.TryAdd(booking.Service, booking);
    }

    private List<GpuReservation> Reservations_NeedsGate(ObjectKey service, IReadOnlyList<ObservedGpuUse> bound)
    {
        var holding = bound.Where(use => use.Service is not null).ToLookup(use => (use.Service!.Value, use.Pool));
        return [.. from booking in _bookings.Values
                   where booking.Service != service
                   from pool in booking.Replicas
                   let unbound = pool.Value - holding[(booking.Service, pool.Key)].Count()
                   where unbound > 0
                   select new GpuReservation(booking.Service, pool.Key, unbound, booking.GpusPerReplica)];
    }
}

/// <summary>Replicas of one service by pool, decided and not necessarily there yet.</summary>
/// <param name="Waiting">True: it wants more than there is room for.</param>
internal sealed record Booking(ObjectKey Service, int GpusPerReplica, IReadOnlyDictionary<string, int> Replicas, bool Waiting);

internal sealed record PlacementResult(PlacementPlan Plan, int GpusPerReplica);
