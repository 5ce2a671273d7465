using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Tests.Placement;

/// <summary>Builds a cluster of pools, and plans for one service in it.</summary>
internal sealed record Fleet
{
    public static readonly ObjectKey Me = new("default", "me");
    public static readonly ObjectKey Other = new("default", "other");
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public IReadOnlyList<ObservedPool> Pools { get; init; } = [];

    public IReadOnlyList<ObservedNode> Nodes { get; init; } = [];

    public IReadOnlyList<ObservedGpuUse> Uses { get; init; } = [];

    /// <summary>What other services have booked.</summary>
    public IReadOnlyList<Booking> Bookings { get; init; } = [];

    public int Priority { get; init; }

    public IReadOnlyDictionary<string, Holding> Holdings { get; init; } = new Dictionary<string, Holding>();

    public IReadOnlyList<CoolDown> CoolDowns { get; init; } = [];

    public IReadOnlyDictionary<string, double> Speeds { get; init; } = new Dictionary<string, double>();

    public PlacementMemory Memory { get; init; } = PlacementMemory.Empty;

    public bool Urgent { get; init; }

    public int Standby { get; init; }

    public DateTimeOffset At { get; init; } = Now;

    /// <summary>On-premises 2 GPUs, dedicated 2 GPUs, cloud 2 of 6 GPUs there; L40S all.</summary>
    public static Fleet Mixed { get; } = new Fleet()
        .With(OnPremises).WithNode("onprem-1", "onprem", 2)
        .With(Dedicated).WithNode("dedicated-1", "dedicated", 2)
        .With(Cloud).WithNode("cloud-1", "cloud", 2);

    public static ObservedPool OnPremises => Pool("onprem", new() { Type = PoolType.OnPremises, Cost = new() { CapexPerGpu = "9000", LifetimeMonths = 48 } });

    public static ObservedPool Dedicated => Pool("dedicated", new() { Type = PoolType.Dedicated, Cost = new() { GpuHour = "1.20" } });

    public static ObservedPool Cloud => Pool("cloud", new() { Type = PoolType.Cloud, Cost = new() { GpuHour = "3.60" }, Capacity = new() { MaxGpus = 6 } });

    public static ObservedPool Pool(string name, ComputePoolSpec spec) => new()
    {
        Name = name,
        Spec = spec with { NodeSelector = new Dictionary<string, string> { ["pool"] = name } },
    };

    public Fleet With(ObservedPool pool) => this with { Pools = [.. Pools.Where(present => present.Name != pool.Name), pool] };

    public Fleet WithNode(string name, string pool, int gpus, bool usable = true, string product = "NVIDIA-L40S", int mebibytes = 46068, string? zone = null, string resource = "nvidia.com/gpu") => this with
    {
        Nodes =
        [
            .. Nodes.Where(node => node.Name != name),
            new()
            {
                Name = name,
                Usable = usable,
                Labels = new Dictionary<string, string>(zone is null ? [] : [new("topology.kubernetes.io/zone", zone)]) { ["pool"] = pool, ["nvidia.com/gpu.product"] = product, ["nvidia.com/gpu.memory"] = $"{mebibytes}" },
                Allocatable = new Dictionary<string, int> { [resource] = gpus },
            },
        ],
    };

    public Fleet Used(string node, int gpus, ObjectKey? by) => this with { Uses = [.. Uses, new() { Node = node, ResourceName = "nvidia.com/gpu", Count = gpus, Service = by, Pool = by is null ? null : Nodes.Single(one => one.Name == node).Labels["pool"] }] };

    /// <summary>Another service has booked replicas on a pool.</summary>
    public Fleet Booked(string pool, int replicas, int gpus = 1, int spares = 0, ObjectKey? by = null) => this with
    {
        Bookings = [.. Bookings, new(by ?? Other, gpus, new Dictionary<string, int> { [pool] = replicas }, Waiting: false) { Spares = new Dictionary<string, int> { [pool] = spares } }],
    };

    public Fleet Holding(string pool, int replicas, int? ready = null) =>
        this with { Holdings = new Dictionary<string, Holding>(Holdings) { [pool] = new(replicas, ready ?? replicas) } };

    public Fleet CoolingDown(string pool, int seconds) => this with { CoolDowns = [.. CoolDowns, new(pool, Now.AddSeconds(seconds), "no node came in 8m")] };

    public GpuLedger Ledger()
    {
        var ledger = new GpuLedger(PoolSet.Of(Pools).Valid, Nodes, Uses);
        foreach (var booking in Bookings) ledger.Put(booking);
        return ledger;
    }

    /// <summary>Another service has taken GPUs of a pool from this one, which holds so many there and may keep fewer.</summary>
    public Fleet Yielding(string pool, int keeps, int priority = 0) => this with
    {
        Bookings =
        [
            .. Bookings,
            new(Me, 1, new Dictionary<string, int> { [pool] = Holdings[pool].Replicas }, Waiting: false) { Priority = Priority },
            new(Other, 1, new Dictionary<string, int> { [pool] = Holdings[pool].Replicas - keeps }, Waiting: false)
            {
                Priority = priority, Displaces = [new(Me, pool, Holdings[pool].Replicas - keeps, keeps, "gave GPUs to default/other")],
            },
        ],
    };

    public PoolSurvey Survey(int gpus = 1, bool contested = false) => PoolSurvey.Of(new()
    {
        Owner = new(Me, gpus, Priority, TakesSpares: false), Ledger = Ledger(), Contested = contested,
        Invalid = PoolSet.Of(Pools).Invalid, Holdings = Holdings, CoolDowns = CoolDowns, Speeds = Speeds,
    });

    public PlacementPlan Plan(int replicas, PlacementSpec? placement = null, ResourcesSpec? resources = null, bool contested = false, IReadOnlyList<string>? vendors = null)
    {
        var spec = EffectiveSpec.Resolve("me", new() { Model = new() { Uri = "file:///m.gguf" }, Placement = placement, Resources = resources });
        return Planner.Plan(PlacementRequest.For(spec, Footprint.Of(spec, null), replicas, Survey(spec.Resources.Gpus, contested), At) with { Memory = Memory, Urgent = Urgent, Standby = Standby, GpuVendors = vendors ?? [] });
    }

    /// <summary>The fleet after a plan was carried out and every replica answers.</summary>
    public Fleet After(PlacementPlan plan) => this with { Holdings = plan.Allocations.ToDictionary(pool => pool.Pool, pool => new Holding(pool.Replicas, pool.Replicas)), Memory = plan.Memory };

    /// <summary>The fleet right after a plan was written: nothing that it starts answers yet.</summary>
    public Fleet Applied(PlacementPlan plan) => this with
    {
        Holdings = plan.Allocations.ToDictionary(pool => pool.Pool, pool => new Holding(pool.Replicas, Math.Min(pool.Replicas, Holdings.GetValueOrDefault(pool.Pool).Ready))),
        Memory = plan.Memory,
    };

    /// <summary>The fleet some time on.</summary>
    public Fleet After(TimeSpan time) => this with { At = At + time };
}
