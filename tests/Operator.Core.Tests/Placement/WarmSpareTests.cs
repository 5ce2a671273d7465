using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Placement;

/// <summary>Pools of two GPUs each: our own, rented, cloud. A service may have at most four replicas.</summary>
public sealed class WarmSpareTests
{
    private static readonly PlacementSpec Warm = new() { WarmSpares = WarmSpares.WhereFree };
    private static readonly ObservedPool Powered = Fleet.Pool("onprem", new() { Type = PoolType.OnPremises, Cost = new() { CapexPerGpu = "9000", EnergyGpuHour = "0.08" } });

    public static TheoryData<string, string, int, string> Cases => new()
    {
        { "what is paid for anyway is used", "mixed", 1, "onprem 1+1, dedicated 0+2" },
        { "up to maxReplicas", "mixed", 3, "onprem 2, dedicated 1+1" },
        { "no spare where demand takes everything", "mixed", 4, "onprem 2, dedicated 2" },
        { "and none on a cloud", "mixed", 6, "onprem 2, dedicated 2, cloud 2" },
        { "energy is money: a pool that costs some is left alone", "powered", 1, "dedicated 1+1" },
        { "a service at zero stays there", "mixed", 0, "" },
        { "a pool that cools down gets none", "cooling", 1, "onprem 1+1" },
        { "what runs stays: a spare is not worth a move", "settled", 3, "onprem 2, dedicated 1+1" },
        { "what others hold as spares is theirs until it is needed", "contended", 1, "onprem 1, dedicated 0+2" },
        { "and is taken when it is", "contended", 2, "onprem 2, dedicated 0+2" },
        { "whether or not it has a node yet", "promised", 1, "onprem 1, dedicated 0+2" },
        { "which keeps nobody from what is needed", "promised", 2, "onprem 2, dedicated 0+2" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Spares_are_kept_where_they_cost_nothing(string what, string fleet, int replicas, string expected) =>
        Assert.Equal((what, expected), (what, Show(Of(fleet).Plan(replicas, Warm))));

    public static TheoryData<string, int, string> Powered_cases => new()
    {
        { "nothing is worth energy without a reason", 0, "dedicated 1+1" },
        { "what is free comes first", 1, "dedicated 1+1" },
        { "and then as many as are worth it", 2, "onprem 0+1, dedicated 1+1" },
        { "up to maxReplicas and the room there is", 9, "onprem 0+2, dedicated 1+1" },
    };

    [Theory]
    [MemberData(nameof(Powered_cases))]
    public void Spares_that_cost_energy_are_those_that_scaling_found_worth_it(string what, int standby, string expected) =>
        Assert.Equal((what, expected), (what, Show((Of("powered") with { Standby = standby }).Plan(1, new() { WarmSpares = WarmSpares.WherePaidFor }))));

    [Fact]
    public void Spares_stay_below_the_cost_ceiling() =>
        Assert.Equal("onprem 0+1, dedicated 1+1", Show((Of("powered") with { Standby = 9 }).Plan(1, new() { WarmSpares = WarmSpares.WherePaidFor, MaxHourlyCost = "0.10" })));

    [Fact]
    public void A_cloud_gets_no_spares_however_much_is_worth_it() =>
        Assert.Equal("cloud 1", Show((new Fleet { Standby = 5 }).With(Fleet.Cloud).WithNode("cloud-1", "cloud", 2).Plan(1, new() { WarmSpares = WarmSpares.WherePaidFor })));

    [Fact]
    public void Nobody_has_spares_without_asking() => Assert.Equal("onprem 1", Show(Fleet.Mixed.Plan(1)));

    private static Fleet Of(string name) => name switch
    {
        "powered" => Fleet.Mixed.With(Powered),
        "cooling" => Fleet.Mixed.CoolingDown("dedicated", 60),
        "settled" => Fleet.Mixed.WithNode("onprem-1", "onprem", 4).Holding("onprem", 2).Holding("dedicated", 2),
        "contended" => Fleet.Mixed.Used("onprem-1", 1, Fleet.Other).Booked("onprem", 0, spares: 1),
        "promised" => Fleet.Mixed.Booked("onprem", 0, spares: 1),
        _ => Fleet.Mixed,
    };

    private static string Show(PlacementPlan plan) =>
        string.Join(", ", plan.Allocations.Select(pool => $"{pool.Pool} {pool.Replicas - pool.Spare}{(pool.Spare > 0 ? $"+{pool.Spare}" : "")}"));
}
