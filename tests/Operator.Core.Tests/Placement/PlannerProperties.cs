using FsCheck;
using FsCheck.Fluent;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Placement;

public sealed class PlannerProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(10_000);

    private static readonly Arbitrary<Case> Cases = (
        from gpus in Gen.ArrayOf(Gen.Choose(0, 5), 3)
        from held in Gen.ArrayOf(Gen.Choose(0, 4), 3)
        from ready in Gen.ArrayOf(Gen.Choose(0, 4), 3)
        from taken in Gen.ArrayOf(Gen.Choose(0, 2), 3)
        from speed in Gen.Elements(0.5, 1, 1, 1.7)
        from replicas in Gen.Choose(0, 12)
        from policy in Gen.Elements(PlacementPolicy.LeastCost, PlacementPolicy.Fastest, PlacementPolicy.Ordered)
        from migration in Gen.Elements(MigrationPolicy.Allowed, MigrationPolicy.Allowed, MigrationPolicy.Never)
        from cooling in Gen.Elements("", "", "onprem", "cloud")
        from spares in Gen.Elements(WarmSpares.None, WarmSpares.WhereFree)
        from ceiling in Gen.Elements<Amount?>(null, null, new Amount("5"))
        select new Case(Build(gpus, held, ready, taken, speed, cooling), replicas, new() { Policy = policy, Migration = migration, MaxHourlyCost = ceiling, WarmSpares = spares })).ToArbitrary();

    [Fact]
    public void The_same_world_gives_the_same_plan() => Prop.ForAll(Cases, one => Show(one.Plan()) == Show(one.Plan())).Check(Many);

    [Fact]
    public void A_plan_that_was_carried_out_gives_itself_again() => Prop.ForAll(Cases, one =>
    {
        if (one.Placement.Migration == MigrationPolicy.Never) return true;
        // The first plan may still keep replicas whose successors were not ready, and spares at home become supply one after the other.
        var settled = one;
        for (var round = 0; round < 12; round++) settled = settled.After(settled.Plan());
        return Show(settled.Plan()) == Show(settled.After(settled.Plan()).Plan());
    }).Check(Many);

    [Fact]
    public void No_pool_holds_more_than_it_has_room_for() => Prop.ForAll(Cases, one =>
    {
        var rooms = one.Fleet.Survey().Candidates.ToDictionary(pool => pool.Pool.Name, pool => pool.RoomFor(1));
        return one.Plan().Allocations.All(pool => pool.Replicas <= rooms[pool.Pool]);
    }).Check(Many);

    [Fact]
    public void What_is_short_is_short_because_everything_is_full_or_too_dear() => Prop.ForAll(Cases, one =>
    {
        var plan = one.Plan();
        return plan.Shortfall == 0 || one.Fleet.Pools.All(pool => plan.Rejected.Any(rejected => rejected.Name == pool.Name && rejected.Reason != PlacementReasons.NotNeeded));
    }).Check(Many);

    [Fact]
    public void Every_pool_is_used_or_explained() => Prop.ForAll(Cases, one =>
    {
        var plan = one.Plan();
        return one.Fleet.Pools.All(pool => plan.Allocations.Any(used => used.Pool == pool.Name) || plan.Rejected.Any(rejected => rejected.Name == pool.Name));
    }).Check(Many);

    [Fact]
    public void Nothing_moves_where_nothing_may() => Prop.ForAll(Cases, one =>
    {
        // Warm spares are no part of what may not move: they come and go by themselves.
        if (one.Placement.Migration != MigrationPolicy.Never || one.Placement.MaxHourlyCost is not null || one.Placement.WarmSpares != WarmSpares.None) return true;
        var plan = one.Plan();
        var held = one.Fleet.Survey().Candidates.Select(pool => (Can: Math.Min(pool.Holding.Replicas, RoomOf(pool)), Gets: GetsOf(plan, pool))).ToList();
        return !(held.Any(pool => pool.Gets > pool.Can) && held.Any(pool => pool.Gets < pool.Can));
    }).Check(Many);

    private static int RoomOf(PoolCandidate pool) => pool.IsCoolingDown(Fleet.Now) ? Math.Min(pool.RoomFor(1), pool.Holding.Ready) : pool.RoomFor(1);

    private static int GetsOf(PlacementPlan plan, PoolCandidate pool) => plan.Allocations.Where(used => used.Pool == pool.Pool.Name).Sum(used => used.Replicas);

    private static Fleet Build(int[] gpus, int[] held, int[] ready, int[] taken, double speed, string cooling)
    {
        string[] names = ["onprem", "dedicated", "cloud"];
        var fleet = new Fleet { Speeds = new Dictionary<string, double> { ["dedicated"] = speed } }.With(Fleet.OnPremises).With(Fleet.Dedicated).With(Fleet.Cloud);
        for (var index = 0; index < names.Length; index++)
        {
            fleet = fleet.WithNode($"{names[index]}-1", names[index], gpus[index]).Used($"{names[index]}-1", Math.Min(taken[index], gpus[index]), Fleet.Other);
            fleet = fleet.Holding(names[index], held[index], Math.Min(held[index], ready[index]));
        }
        return cooling.Length == 0 ? fleet : fleet.CoolingDown(cooling, 60);
    }

    private static string Show(PlacementPlan plan) =>
        string.Join(", ", plan.Allocations.Select(pool => $"{pool.Pool} {pool.Replicas}")) + "|" + string.Join(", ", plan.Rejected) + "|" + plan.Shortfall;

    private sealed record Case(Fleet Fleet, int Replicas, PlacementSpec Placement)
    {
        public override string ToString() =>
            $"{Replicas} by {Placement.Policy}, migration {Placement.Migration}, spares {Placement.WarmSpares}, ceiling {Placement.MaxHourlyCost}; "
            + string.Join("; ", Fleet.Survey().Candidates.Select(pool => $"{pool.Pool.Name} room {pool.RoomFor(1)} holds {pool.Holding.Replicas} ready {pool.Holding.Ready} speed {pool.Speed} cooling {pool.CoolDown?.Pool}"));

        public PlacementPlan Plan() => Fleet.Plan(Replicas, Placement);

        public Case After(PlacementPlan plan) => this with { Fleet = Fleet.After(plan) };
    }
}
