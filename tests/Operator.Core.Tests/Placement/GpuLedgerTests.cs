using FsCheck;
using FsCheck.Fluent;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Placement;

/// <summary>Who may book which GPU, by priority first, then by what a service would lose.</summary>
public sealed class GpuLedgerTests
{
    private static readonly ObjectKey Low = new("default", "low");
    private static readonly ObjectKey Third = new("default", "third");
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(10_000);

    [Fact]
    public void Every_service_sees_what_all_others_leave()
    {
        var ledger = Home().Booked("onprem", 1).Ledger();
        Assert.Equal((1, 2), (Room(ledger, Fleet.Me), Room(ledger, Fleet.Other)));
        ledger.Remove(Fleet.Other);
        Assert.Equal(2, Room(ledger, Fleet.Me));
    }

    [Fact]
    public void What_a_node_holds_already_is_not_counted_twice() =>
        Assert.Equal(1, Room(Home().Used("onprem-1", 1, Fleet.Other).Booked("onprem", 1).Ledger(), Fleet.Me));

    [Fact]
    public void A_spare_is_free_and_a_replica_on_its_way_out_is_not()
    {
        var spare = Home().Used("onprem-1", 1, Fleet.Other).Used("onprem-1", 1, Fleet.Other).Booked("onprem", 1, spares: 1).Ledger();
        Assert.Equal((1, true), (Room(spare, Fleet.Me), spare.Clearing(Fleet.Me).Contains("onprem")));
        var leaving = Home().Used("onprem-1", 1, Fleet.Other).Used("onprem-1", 1, Fleet.Other).Booked("onprem", 1).Ledger();
        Assert.Equal((0, true), (Room(leaving, Fleet.Me), leaving.Clearing(Fleet.Me).Contains("onprem")));
    }

    [Fact]
    public void Higher_priority_takes_from_lower_what_it_has_no_other_room_for()
    {
        var plan = (Full(Low) with { Priority = 10 }).Plan(1, contested: true);
        Assert.Equal(("onprem 1", 0), (Show(plan), plan.Shortfall));
        var displaced = Assert.Single(Full(Low).Ledger().Displace(Owner(Fleet.Me, 10), "onprem", 1));
        Assert.Equal((Low, 1, 1), (displaced.Victim, displaced.Replicas, displaced.Keeps));
        Assert.Contains("default/me, whose placement.priority is higher", displaced.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_has_room_elsewhere_displaces_nobody() =>
        Assert.Equal("cloud 1", Show((Full(Low).With(Fleet.Cloud) with { Priority = 10 }).Plan(1, contested: true)));

    [Fact]
    public void Neither_equals_nor_superiors_give_way_unless_they_have_room_elsewhere()
    {
        Assert.Empty(Full(Low).Ledger().Displace(Owner(Fleet.Me, 0), "onprem", 1));
        Assert.Empty(Full(Low).Ledger().Displace(Owner(Fleet.Me, -1), "onprem", 1));
        var movable = Full(Low);
        movable = movable with { Bookings = [movable.Bookings[0] with { Regrets = new Dictionary<string, decimal> { ["onprem"] = 1 } }] };
        Assert.Contains("no other pool", Assert.Single(movable.Ledger().Displace(Owner(Fleet.Me, 0), "onprem", 1)).Why, StringComparison.Ordinal);
        Assert.Empty(movable.Ledger().Displace(Owner(Fleet.Me, -1), "onprem", 1));
    }

    [Fact]
    public void Of_equals_the_one_gives_way_that_loses_least_by_it()
    {
        var full = Home().Used("onprem-1", 1, Low).Used("onprem-1", 1, Third).Booked("onprem", 1, by: Low).Booked("onprem", 1, by: Third);
        GpuLedger Regretting(decimal low, decimal third) => (full with
        {
            Bookings = [.. full.Bookings.Zip([low, third], (booking, regret) => booking with { Regrets = new Dictionary<string, decimal> { ["onprem"] = regret } })],
        }).Ledger();
        Assert.Equal(Low, Assert.Single(Regretting(1.2m, 3.6m).Displace(Owner(Fleet.Me, 0), "onprem", 1)).Victim);
        Assert.Equal(Third, Assert.Single(Regretting(3.6m, 1.2m).Displace(Owner(Fleet.Me, 0), "onprem", 1)).Victim);
        // Priority goes first: the lower one gives way although it has nowhere to go.
        var low = full with { Bookings = [full.Bookings[0] with { Priority = -1 }, full.Bookings[1] with { Regrets = new Dictionary<string, decimal> { ["onprem"] = 0.1m } }] };
        Assert.Equal(Low, Assert.Single(low.Ledger().Displace(Owner(Fleet.Me, 0), "onprem", 1)).Victim);
    }

    [Fact]
    public void What_was_taken_counts_against_the_victim_alone_until_it_is_gone()
    {
        var ledger = Full(Low).Ledger();
        ledger.Put(Taken(ledger));
        Assert.Equal((1, 0, 1), (Room(ledger, Low), Room(ledger, Third), Room(ledger, Fleet.Me)));
        // The victim has agreed, and its replica drains.
        ledger.Put(ledger.Find(Low)! with { Replicas = new Dictionary<string, int> { ["onprem"] = 1 } });
        Assert.Equal((1, 0, 1), (Room(ledger, Low), Room(ledger, Third), Room(ledger, Fleet.Me)));
        Assert.Single(ledger.Displace(Owner(Fleet.Me, 10), "onprem", 1));
        // It is gone.
        var gone = (Home().Used("onprem-1", 1, Low) with { Bookings = [.. ledger.Bookings] }).Ledger();
        Assert.Equal((1, 0, 1), (Room(gone, Low), Room(gone, Third), Room(gone, Fleet.Me)));
        Assert.Empty(gone.Displace(Owner(Fleet.Me, 10), "onprem", 1));
    }

    [Fact]
    public void What_was_promised_to_one_is_not_promised_to_another()
    {
        var ledger = Full(Low).Ledger();
        ledger.Put(Taken(ledger));
        var third = Owner(Third, 10);
        Assert.Equal(1, PoolSurvey.Of(new() { Owner = third, Ledger = ledger, Contested = true }).Candidates.Single().Contested.For(1));
        var displaced = Assert.Single(ledger.Displace(third, "onprem", 2));
        Assert.Equal((1, 0), (displaced.Replicas, displaced.Keeps));
    }

    [Fact]
    public void Who_needs_more_asks_the_same_victim_further()
    {
        var ledger = Full(Low).Ledger();
        ledger.Put(Taken(ledger));
        var displaced = Assert.Single(ledger.Displace(Owner(Fleet.Me, 10), "onprem", 2));
        Assert.Equal((2, 0), (displaced.Replicas, displaced.Keeps));
    }

    [Fact]
    public void The_victim_is_told_why()
    {
        var ledger = Full(Low).Ledger();
        ledger.Put(Taken(ledger));
        var seen = PoolSurvey.Of(new() { Owner = Owner(Low, 0), Ledger = ledger }).Candidates.Single();
        Assert.Equal("gave GPUs to default/me, whose placement.priority is higher", seen.Yield!.Why);
        Assert.True(seen.Yield.Outranked);
    }

    /// <summary>Services that plan in turns, each booking what it is given, on nodes of four GPUs.</summary>
    [Fact]
    public void No_GPU_is_ever_booked_twice() => Prop.ForAll(
        (from turns in Gen.ListOf(from service in Gen.Choose(0, 3) from wanted in Gen.Choose(0, 6) select (service, wanted), 8)
         from priorities in Gen.ArrayOf(Gen.Choose(0, 2), 4)
         from sizes in Gen.ArrayOf(Gen.Elements(1, 2), 4)
         select (turns, priorities, sizes)).ToArbitrary(),
        world =>
        {
            var ledger = Home(4, 4).Ledger();
            foreach (var (service, wanted) in world.turns)
            {
                var owner = new BookingOwner(new("default", $"s{service}"), world.sizes[service], world.priorities[service], TakesSpares: false);
                var seen = PoolSurvey.Of(new() { Owner = owner, Ledger = ledger, Contested = true }).Candidates.Single();
                var given = Math.Min(wanted, Math.Max(seen.Room.For(owner.GpusPerReplica), seen.Contested.For(owner.GpusPerReplica)));
                ledger.Put(new Booking(owner.Service, owner.GpusPerReplica, new Dictionary<string, int> { ["onprem"] = given }, Waiting: given < wanted)
                {
                    Priority = owner.Priority,
                    Displaces = ledger.Displace(owner, "onprem", given),
                });
                // Whoever gave way plans again, and so does who counted on it, until nobody has anything to change.
                var rounds = 0;
                while (PlanAgain(ledger)) Assert.True(++rounds < 10);
            }
            return ledger.Bookings.Sum(booking => booking.Replicas["onprem"] * booking.GpusPerReplica) <= 8;
        }).Check(Many);

    private static bool PlanAgain(GpuLedger ledger)
    {
        var changed = false;
        foreach (var before in ledger.Bookings.ToList())
        {
            var who = new BookingOwner(before.Service, before.GpusPerReplica, before.Priority, TakesSpares: false);
            var left = Math.Min(before.Replicas["onprem"], PoolSurvey.Of(new() { Owner = who, Ledger = ledger }).Candidates.Single().Room.For(before.GpusPerReplica));
            var displaced = ledger.Displace(who, "onprem", left);
            changed |= left != before.Replicas["onprem"] || !displaced.SequenceEqual(before.Displaces);
            ledger.Put(before with { Replicas = new Dictionary<string, int> { ["onprem"] = left }, Displaces = displaced });
        }

        return changed;
    }

    private static Fleet Home(params int[] nodes) =>
        (nodes.Length == 0 ? [2] : nodes).Select((gpus, index) => (gpus, index)).Aggregate(new Fleet().With(Fleet.OnPremises), (fleet, node) => fleet.WithNode($"onprem-{node.index + 1}", "onprem", node.gpus));

    private static Fleet Full(ObjectKey by) => Home().Used("onprem-1", 1, by).Used("onprem-1", 1, by).Booked("onprem", 2, by: by);

    private static Booking Taken(GpuLedger ledger) => new(Fleet.Me, 1, new Dictionary<string, int> { ["onprem"] = 1 }, Waiting: false)
    {
        Priority = 10, Displaces = ledger.Displace(Owner(Fleet.Me, 10), "onprem", 1),
    };

    private static BookingOwner Owner(ObjectKey service, int priority) => new(service, 1, priority, TakesSpares: false);

    private static int Room(GpuLedger ledger, ObjectKey service) => PoolSurvey.Of(new() { Owner = Owner(service, 0), Ledger = ledger }).Candidates.Single().Room.For(1);

    private static string Show(PlacementPlan plan) => string.Join(", ", plan.Allocations.Select(pool => $"{pool.Pool} {pool.Replicas}"));
}
