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
        for (var round = 0; round < 2; round++) _book.Book(B, Existing, [], (_, reservations) => (seen = reservations, Result()).Item2);
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
    public void Who_got_less_than_it_wants_waits()
    {
        Book(A, Two("home") with { Shortfall = 1 });
        Book(B, Two("home"));
        Assert.Equal([A], _book.Waiting());
        Book(A, Two("home"));
        Assert.Empty(_book.Waiting());
    }

    [Fact]
    public void Two_services_that_ask_at_once_never_book_one_GPU()
    {
        const int Gpus = 8;
        var services = Enumerable.Range(0, 16).Select(number => new ObjectKey("default", $"s{number}")).ToList();
        Parallel.ForEach(services, service => _book.Book(service, () => [], [], (_, reservations) =>
        {
            var free = Gpus - reservations.Sum(reservation => reservation.Replicas * reservation.GpusPerReplica);
            return new(free > 0 ? Plan("home", 1) : Plan("home", 0) with { Shortfall = 1 }, 1);
        }));
        Assert.Equal(Gpus, Seen(A).Sum(reservation => reservation.Replicas));
        Assert.Equal(services.Count - Gpus, _book.Waiting().Count);
    }

    private void Book(ObjectKey service, PlacementPlan plan) => _book.Book(service, () => [], [], (_, _) => new(plan, 1));

    private IReadOnlyList<GpuReservation> Seen(ObjectKey by, params ObservedGpuUse[] bound)
    {
        IReadOnlyList<GpuReservation> seen = [];
        _book.Book(by, () => [], bound, (_, reservations) => (seen = reservations, Result()).Item2);
        return seen;
    }

    private Booking? OwnOf(ObjectKey service)
    {
        Booking? seen = null;
        _book.Book(service, () => [], [], (own, _) => (seen = own, Result()).Item2);
        return seen;
    }

    private static PlacementResult Result() => new(new() { Allocations = [], Rejected = [], Shortfall = 0 }, 1);

    private static PlacementPlan Two(string pool) => Plan(pool, 2);

    private static PlacementPlan Plan(string pool, int replicas) => new()
    {
        Allocations = replicas == 0 ? [] : [new() { Pool = pool, Type = PoolType.OnPremises, Replicas = replicas, MarginalCost = 0, FullCost = 1 }],
        Rejected = [],
        Shortfall = 0,
    };

    private static ObservedGpuUse Bound(ObjectKey service, string pool) => new() { Node = "n", ResourceName = "nvidia.com/gpu", Count = 1, Service = service, Pool = pool };
}
