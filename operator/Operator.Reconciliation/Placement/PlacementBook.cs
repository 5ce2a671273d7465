using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Reconciliation.Placement;

/// <summary>Where every service's replicas were decided to go. One plan is made at a time, and each sees the ones before it, so two services never book one GPU.</summary>
/// <remarks>The watches show a decision only some time after it was made; this is what is known meanwhile. Lost with the process, and read back from the Deployments.</remarks>
internal sealed class PlacementBook
{
    private readonly Lock _gate = new();
    private Fleet? _fleet;
    private GpuLedger? _ledger;

    /// <summary>Makes a plan against everybody else's bookings, and books it.</summary>
    /// <param name="plan">The plan for the service, given what the book says.</param>
    /// <returns>The plan, and whom it concerns: services that must make room for it, or may take the room it leaves.</returns>
    public BookedPlan Book(BookRequest request, Func<BookEntry, PlacementPlan> plan)
    {
        lock (_gate)
        {
            var ledger = Open_NeedsGate(request);
            var (owner, own) = (request.Owner, ledger.Find(request.Owner.Service));
            var entry = new BookEntry(ledger, own, Contested: false);
            var made = plan(entry);
            // Only who has no room anywhere asks others to give way.
            if (made.Shortfall > 0 && ledger.IsContestable(owner)) made = plan(entry with { Contested = true });
            var booking = Booking.Of(owner, made) with
            {
                Displaces = [.. made.Allocations.SelectMany(allocation => ledger.Displace(owner, allocation.Pool, allocation.Replicas))],
            };
            ledger.Put(booking);
            return new(made, booking.Concerns(own, ledger.Bookings));
        }
    }

    public void Forget(ObjectKey service)
    {
        lock (_gate) _ledger?.Remove(service);
    }

    /// <summary>The ledger of the newest snapshot, with everything booked so far.</summary>
    private GpuLedger Open_NeedsGate(BookRequest request)
    {
        if (_ledger is { } open && ReferenceEquals(_fleet, request.Fleet)) return open;
        var fresh = new GpuLedger(request.Fleet.PoolSet.Valid, request.Fleet.Nodes, request.Fleet.GpuUses);
        foreach (var booking in _ledger?.Bookings ?? request.Existing()) fresh.Put(booking);
        (_fleet, _ledger) = (request.Fleet, fresh);
        return fresh;
    }
}

/// <param name="Fleet">The snapshot to plan against.</param>
/// <param name="Existing">Every service's bookings as the cluster shows them; asked for once.</param>
internal sealed record BookRequest(BookingOwner Owner, Fleet Fleet, Func<IEnumerable<Booking>> Existing);

/// <summary>What the book tells a service before it plans.</summary>
/// <param name="Own">Its own booking; null: none.</param>
/// <param name="Contested">True: others are asked to give way.</param>
internal sealed record BookEntry(GpuLedger Ledger, Booking? Own, bool Contested);

/// <summary>A plan that has been booked, and the services that should look again because of it.</summary>
internal sealed record BookedPlan(PlacementPlan Plan, IReadOnlyList<ObjectKey> Concerned);
