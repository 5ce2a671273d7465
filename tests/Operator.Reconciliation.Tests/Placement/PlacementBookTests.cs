using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Reconciliation.Placement;

namespace InferOps.Operator.Reconciliation.Tests.Placement;

public sealed class PlacementBookTests
{
    private static readonly ObjectKey A = new("default", "a");
    private static readonly ObjectKey B = new("default", "b");
    private readonly PlacementBook _book = new();

    [Fact]
    public void The_second_service_sees_what_the_first_has_booked()
    {
        Book(A, Two("home"));
        var seen = Seen(B);
        Assert.Equal(new GpuReservation(A, "home", 2, 1), Assert.Single(seen));
        Assert.Empty(Seen(A));
    }

    [Fact]
    public void What_a_node_holds_already_is_not_counted_twice()
    {
        Book(A, Two("home"));
        Assert.Equal(1, Assert.Single(Seen(B, Bound(A, "home"))).Replicas);
        Assert.Empty(Seen(B, Bound(A, "home"), Bound(A, "home")));
        Assert.Equal(2, Assert.Single(Seen(B, Bound(A, "elsewhere"))).Replicas);
    }

    [Fact]
    public void A_later_plan_replaces_the_earlier_one()
    {
        Book(A, Two("home"));
        Book(A, Two("cloud"));
        Assert.Equal("cloud", Assert.Single(Seen(B)).Pool);
    }

    [Fact]
    public void A_book_that_was_just_opened_knows_what_the_cluster_shows_and_asks_once()
    {
        var asked = 0;
        IEnumerable<Booking> Existing()
        {
            asked++;
            yield return new(A, 2, new Dictionary<string, int> { ["home"] = 3 }, Waiting: false);
        }
        IReadOnlyList<GpuReservation> seen = [];
        for (var round = 0; round < 2; round++) _book.Book(B, Existing, [], entry => (seen = entry.Reservations, Result()).Item2);
        Assert.Equal((1, new GpuReservation(A, "home", 3, 2)), (asked, Assert.Single(seen)));
    }

    [Fact]
    public void A_service_is_given_its_own_booking_and_none_after_it_was_forgotten()
    {
        Assert.Null(OwnOf(A));
        Book(A, Two("home"));
        Assert.Equal(2, OwnOf(A)!.Replicas["home"]);
        Book(A, Two("home"));
        _book.Forget(A);
        Assert.Null(OwnOf(A));
    }

    [Fact]
    public void Who_got_less_than_it_wants_hears_of_room_that_another_leaves()
    {
        Book(B, Two("home"));
        Book(A, Plan("home", 1) with { Shortfall = 1 });
        Assert.Empty(Book(B, Two("home")));
        Assert.Equal([A], Book(B, Plan("home", 1)));
        Book(A, Two("home"));
        Assert.Empty(Book(B, Plan("home", 0)));
    }

    [Fact]
    public void Warm_spares_are_nobodys_until_somebody_needs_them_and_then_their_holder_hears_of_it()
    {
        ObservedGpuUse[] bound = [Bound(A, "home"), Bound(A, "home"), Bound(A, "home")];
        Book(A, Plan("home", 3, spare: 2), takesSpares: true);
        BookEntry? seen = null;
        _book.Book(B, () => [], bound, entry => (seen = entry, Result()).Item2);
        Assert.Equal((1, 2), (seen!.Taken.Count, seen.Reclaimable["home"]));
        Assert.Empty(seen.Reservations);
        Assert.Equal([A], Book(B, Plan("home", 1), bound: bound));
        Assert.Equal([A], Book(B, Plan("home", 0), bound: bound));
    }

    [Fact]
    public void A_replica_on_its_way_out_is_no_spare()
    {
        Book(A, Plan("home", 2, spare: 1), takesSpares: true);
        BookEntry? seen = null;
        _book.Book(B, () => [], [Bound(A, "home"), Bound(A, "home"), Bound(A, "home")], entry => (seen = entry, Result()).Item2);
        Assert.Equal((2, 1), (seen!.Taken.Count, seen.Reclaimable["home"]));
    }

    [Fact]
    public void Two_services_that_ask_at_once_never_book_one_GPU()
    {
        const int Gpus = 8;
        var services = Enumerable.Range(0, 16).Select(number => new ObjectKey("default", $"s{number}")).ToList();
        Parallel.ForEach(services, service => _book.Book(service, () => [], [], entry =>
        {
            var free = Gpus - entry.Reservations.Sum(reservation => reservation.Replicas * reservation.GpusPerReplica);
            return new(free > 0 ? Plan("home", 1) : Plan("home", 0), 1, TakesSpares: false);
        }));
        Assert.Equal(Gpus, Seen(A).Sum(reservation => reservation.Replicas));
    }

    private IReadOnlyList<ObjectKey> Book(ObjectKey service, PlacementPlan plan, bool takesSpares = false, params ObservedGpuUse[] bound) => _book.Book(service, () => [], bound, _ => new(plan, 1, takesSpares)).Concerned;

    private IReadOnlyList<GpuReservation> Seen(ObjectKey by, params ObservedGpuUse[] bound)
    {
        IReadOnlyList<GpuReservation> seen = [];
        _book.Book(by, () => [], bound, entry => (seen = entry.Reservations, Result()).Item2);
        return seen;
    }

    private Booking? OwnOf(ObjectKey service)
    {
        Booking? seen = null;
        _book.Book(service, () => [], [], entry => (seen = entry.Own, Result()).Item2);
        return seen;
    }

    private static PlacementResult Result() => new(new() { Allocations = [], Rejected = [], Shortfall = 0 }, 1, TakesSpares: false);

    private static PlacementPlan Two(string pool) => Plan(pool, 2);

    private static PlacementPlan Plan(string pool, int replicas, int spare = 0) => new()
    {
        Allocations = replicas == 0 ? [] : [new() { Pool = pool, Type = PoolType.OnPremises, Replicas = replicas, Spare = spare, MarginalCost = 0, FullCost = 1 }],
        Rejected = [],
        Shortfall = 0,
    };

    private static ObservedGpuUse Bound(ObjectKey service, string pool) => new() { Node = "n", ResourceName = "nvidia.com/gpu", Count = 1, Service = service, Pool = pool };
}
