using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Placement.Filters;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Placement;

public sealed class RejectionTests
{
    private static readonly ResourcesSpec Any = new();

    private static Fleet One(ComputePoolSpec spec) => new Fleet().With(Fleet.Pool("p", spec)).WithNode("n", "p", 2, product: "NVIDIA-L4", mebibytes: 23034);

    public static TheoryData<PlacementSpec, ResourcesSpec, string, string> ByTheService => new()
    {
        { new() { Pools = ["q"] }, Any, PlacementReasons.PoolNotNamed, "is not in placement.pools; add it there to permit it" },
        { new() { PoolSelector = new() { MatchLabels = new Dictionary<string, string> { ["tier"] = "gold" } } }, Any, PlacementReasons.PoolNotSelected, "has no label tier; placement.poolSelector asks for tier=gold" },
        { new() { PoolTypes = [PoolType.Dedicated] }, Any, PlacementReasons.PoolTypeNotPermitted, "is Cloud; placement.poolTypes permits Dedicated" },
        { new() { Regions = ["eu-central"] }, Any, PlacementReasons.RegionNotPermitted, "is in us-east; placement.regions permits eu-central" },
        { new() { DataClass = "confidential" }, Any, PlacementReasons.DataClassNotPermitted, "does not list data class confidential in dataClasses" },
        { new() { Isolation = Isolation.SingleTenant }, Any, PlacementReasons.NotSingleTenant, "is Cloud, whose nodes are shared with other tenants; placement.isolation is SingleTenant" },
        { new(), new() { GpuProducts = ["NVIDIA-L40S"] }, PlacementReasons.GpuProductNotPermitted, "has NVIDIA-L4; resources.gpuProducts permits NVIDIA-L40S" },
        { new(), new() { Gpus = 4 }, PlacementReasons.NotEnoughGpusPerNode, "needs 4 GPUs on one node, the largest node has 2" },
        { new(), new() { GpuMemory = "41Gi" }, PlacementReasons.NotEnoughGpuMemory, "needs 41 GiB a GPU, NVIDIA-L4 has 22.4 GiB" },
    };

    public static TheoryData<string, ComputePoolSpec, string> Unavailable => new()
    {
        { PlacementReasons.NoNodes, new() { Type = PoolType.OnPremises }, "nodeSelector pool=p matches no node" },
        { PlacementReasons.NoNodes, Rented(), "nodeSelector pool=p matches no node; set capacity.maxGpus if nodes are made on demand" },
        { PlacementReasons.InvalidPool, new() { Type = PoolType.Cloud }, "its spec is invalid: spec.cost.gpuHour: is missing; a Cloud pool needs its price per GPU and hour" },
    };

    [Theory]
    [MemberData(nameof(ByTheService))]
    public void Says_why_a_pool_is_not_permitted(PlacementSpec placement, ResourcesSpec resources, string reason, string message)
    {
        var plan = One(Rented() with { Regions = ["us-east"] }).Holding("p", 1).Plan(1, placement, resources);
        Assert.Empty(plan.Allocations);
        Assert.Equal(new() { Name = "p", Reason = reason, Message = message }, Assert.Single(plan.Rejected));
        Assert.Equal(1, plan.Shortfall);
    }

    [Theory]
    [MemberData(nameof(Unavailable))]
    public void Says_why_a_pool_has_nothing(string reason, ComputePoolSpec spec, string message) =>
        Assert.Equal(new() { Name = "p", Reason = reason, Message = message }, Assert.Single(new Fleet().With(Fleet.Pool("p", spec)).Plan(1).Rejected));

    [Fact]
    public void Says_that_nodes_without_GPUs_lack_a_device_plugin() =>
        Assert.Equal(PlacementReasons.NoGpusOnNodes, Assert.Single(new Fleet().With(Fleet.OnPremises).WithNode("n", "onprem", 0).Plan(1).Rejected).Reason);

    [Fact]
    public void Says_until_when_and_why_a_pool_cools_down() =>
        Assert.Equal(
            "takes no new replica until 03:05:05 UTC: no node came in 8m",
            Assert.Single(One(Rented()).CoolingDown("p", 60).Plan(1).Rejected).Message);

    [Fact]
    public void Says_that_a_pool_was_simply_not_needed() =>
        Assert.Equal(
            "has room at 3.60 USD per replica and hour; the pools in use suffice and cost no more",
            Assert.Single(Fleet.Mixed.Plan(1).Rejected, pool => pool.Name == "cloud").Message);

    [Fact]
    public void Never_compares_two_currencies()
    {
        var euros = Fleet.Pool("euros", new() { Type = PoolType.Cloud, Cost = new() { Currency = "EUR", GpuHour = "1" }, Capacity = new() { MaxGpus = 9 } });
        Assert.Equal(PlacementReasons.CurrencyDiffers, Assert.Single(Fleet.Mixed.With(euros).Plan(1).Rejected, pool => pool.Name == "euros").Reason);
    }

    [Fact]
    public void Asks_in_this_order() => Assert.Equal(
        [
            nameof(NamedPool), nameof(SelectedPool), nameof(PermittedType), nameof(PermittedRegion), nameof(PermittedDataClass), nameof(SingleTenancy),
            nameof(SupportedGpu), nameof(PermittedProduct), nameof(GpusOnOneNode), nameof(GpuMemory),
        ],
        PoolFilters.InOrder.Select(filter => filter.Method.DeclaringType!.Name));

    private static ComputePoolSpec Rented() => new() { Type = PoolType.Cloud, Cost = new() { GpuHour = "1" } };
}
