using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Reconciliation.Placement;

namespace InferOps.Operator.Reconciliation.Tests.Placement;

/// <summary>A pool of two GPUs, and services that plan in turns.</summary>
public sealed class PlacementBookTests
{
    private static readonly ObjectKey A = new("default", "a");
    private static readonly ObjectKey B = new("default", "b");
    private readonly PlacementBook _book = new();
    private Fleet _fleet = Home();

    [Fact]
    public void The_second_service_sees_what_the_first_has_booked()
    {
        Book(A, 2);
        Assert.Equal((0, 2), (RoomOf(B), RoomOf(A)));
    }

    [Fact]
    public void A_later_plan_replaces_the_earlier_one()
    {
        Book(A, 2);
        Book(A, 1);
        Assert.Equal(1, RoomOf(B));
    }

    [Fact]
    public void A_new_snapshot_of_the_cluster_forgets_no_booking()
    {
        Book(A, 2);
        _fleet = Home(Bound(A));
        Assert.Equal(0, RoomOf(B));
    }

    [Fact]
    public void A_book_that_was_just_opened_knows_what_the_cluster_shows_and_asks_once()
    {
        var asked = 0;
        IEnumerable<Booking> Existing()
        {
            asked++;
            yield return new(A, 1, new Dictionary<string, int> { ["home"] = 2 }, Waiting: false);
        }
        for (var round = 0; round < 2; round++) _book.Book(new(Owner(B), _fleet, Existing), entry => Plan(Room(entry, B)));
        Assert.Equal((1, 0), (asked, RoomOf(B)));
    }

    [Fact]
    public void A_service_is_given_its_own_booking_and_none_after_it_was_forgotten()
    {
        Assert.Null(OwnOf(A));
        Book(A, 2);
        Assert.Equal(2, OwnOf(A)!.Replicas["home"]);
        Book(A, 2);
        _book.Forget(A);
        Assert.Null(OwnOf(A));
    }

    [Fact]
    public void Who_got_less_than_it_wants_hears_of_room_that_another_leaves()
    {
        Book(B, 1);
        Book(A, 1, shortfall: 1);
        Assert.Empty(Book(B, 1));
        Assert.Equal([A], Book(B, 0));
        Book(A, 1);
        Assert.Empty(Book(B, 0));
    }

    [Fact]
    public void Warm_spares_are_nobodys_until_somebody_needs_them_and_then_their_holder_hears_of_it()
    {
        _fleet = Home(Bound(A), Bound(A));
        Book(A, 2, spare: 1, takesSpares: true);
        Assert.Equal(1, RoomOf(B));
        Assert.Equal([A], Book(B, 1));
        Assert.Equal([A], Book(B, 0));
    }

    [Fact]
    public void Who_must_give_way_hears_of_it_until_it_has()
    {
        _fleet = Home(Bound(A), Bound(A));
        Book(A, 2);
        Assert.Equal([A], Book(B, 1, priority: 1));
        Assert.Equal(1, RoomOf(A));
        Assert.Equal([A], Book(B, 1, priority: 1));
        Book(A, 1);
        Assert.Empty(Book(B, 1, priority: 1));
    }

    [Fact]
    public void Only_who_is_short_asks_others_to_give_way()
    {
        var asked = new List<bool>();
        Book(A, 2);
        _book.Book(new(Owner(B, priority: 1), _fleet, () => []), entry =>
        {
            asked.Add(entry.Contested);
            return Plan(0) with { Shortfall = entry.Contested ? 0 : 1 };
        });
        Assert.Equal([false, true], asked);
    }

    [Fact]
    public void Two_services_that_ask_at_once_never_book_one_GPU()
    {
        var services = Enumerable.Range(0, 16).Select(number => new ObjectKey("default", $"s{number}")).ToList();
        var booked = 0;
        Parallel.ForEach(services, service => _book.Book(new(Owner(service), _fleet, () => []), entry =>
        {
            var given = Math.Min(1, Room(entry, service));
            Interlocked.Add(ref booked, given);
            return Plan(given);
        }));
        Assert.Equal(2, booked);
    }

    private IReadOnlyList<ObjectKey> Book(ObjectKey service, int replicas, int spare = 0, int shortfall = 0, bool takesSpares = false, int priority = 0) =>
        _book.Book(new(new(service, 1, priority, takesSpares), _fleet, () => []), _ => Plan(replicas, spare) with { Shortfall = shortfall }).Concerned;

    /// <summary>What a service would find; its booking stays as it is.</summary>
    private int RoomOf(ObjectKey service)
    {
        var room = 0;
        _book.Book(new(Owner(service), _fleet, () => []), entry =>
        {
            room = Room(entry, service);
            return Plan(entry.Own?.Replicas.GetValueOrDefault("home") ?? 0);
        });
        return room;
    }

    private Booking? OwnOf(ObjectKey service)
    {
        Booking? seen = null;
        _book.Book(new(Owner(service), _fleet, () => []), entry =>
        {
            seen = entry.Own;
            return Plan(0);
        });
        return seen;
    }

    private static int Room(BookEntry entry, ObjectKey service) =>
        PoolSurvey.Of(new() { Owner = Owner(service), Ledger = entry.Ledger }).Candidates.Single().RoomFor(1);

    private static BookingOwner Owner(ObjectKey service, int priority = 0) => new(service, 1, priority, TakesSpares: false);

    private static PlacementPlan Plan(int replicas, int spare = 0) => new()
    {
        Allocations = replicas == 0 ? [] : [new() { Pool = "home", Type = PoolType.OnPremises, Replicas = replicas, Spare = spare, MarginalCost = 0, FullCost = 1 }],
        Rejected = [],
        Shortfall = 0,
    };

    private static ObservedGpuUse Bound(ObjectKey service) => new() { Node = "n", ResourceName = "nvidia.com/gpu", Count = 1, Service = service, Pool = "home" };

    private static Fleet Home(params ObservedGpuUse[] uses) => new()
    {
        Pools = [new() { Name = "home", Spec = new() { Type = PoolType.OnPremises, NodeSelector = new Dictionary<string, string> { ["pool"] = "home" } } }],
        Engines = [],
        Nodes = [new() { Name = "n", Usable = true, Labels = new Dictionary<string, string> { ["pool"] = "home" }, Allocatable = new Dictionary<string, int> { ["nvidia.com/gpu"] = 2 } }],
        GpuUses = uses,
    };
}
