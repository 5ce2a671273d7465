using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Tests.Status;

/// <summary>A service on two pools with everything well; a test changes what it is about.</summary>
internal static class World
{
    public static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, 250, TimeSpan.Zero);

    public static readonly ModelFacts Model = new()
    {
        Format = "gguf",
        Architecture = "llama",
        Quantization = "Q4_K",
        WeightBytes = 4L << 30,
        FileBytes = 4L << 30,
        ContextLength = 8192,
        KvBytesPerToken = 131072,
    };

    public static ObservedService Service(InferenceServiceStatus? status = null, InferenceServiceSpec? spec = null) => new()
    {
        Key = new ObjectKey("default", "reciter"),
        Uid = "00000000-0000-0000-0000-000000000001",
        Generation = 3,
        Spec = spec ?? new InferenceServiceSpec { Model = new ModelSpec { Uri = "hf://acme/reciter/model.gguf" } },
        Status = status ?? new InferenceServiceStatus(),
    };

    public static EffectivePool Pool(string name, PoolType type) => EffectivePool.Resolve(new ObservedPool
    {
        Name = name,
        Spec = new ComputePoolSpec
        {
            Type = type,
            NodeSelector = new Dictionary<string, string> { ["pool"] = name },
            Cost = new CostSpec { GpuHour = type == PoolType.Cloud ? "3.60" : "1.20" },
        },
    });

    public static PoolAllocation Allocation(string pool, PoolType type, int replicas) => new()
    {
        Pool = pool,
        Type = type,
        Replicas = replicas,
        MarginalCost = type == PoolType.Cloud ? 3.6m : 0,
        FullCost = type == PoolType.Cloud ? 3.6m : 1.2m,
        CloudCost = 3.6m,
    };

    public static ObservedPod Pod(string name, string pool, bool ready = true) => new()
    {
        Name = name,
        Pool = pool,
        CreatedAt = Noon.AddMinutes(-5),
        Ready = ready,
        ReadyAt = ready ? Noon.AddMinutes(-4) : null,
    };

    public static ScalingDecision Decision(int replicas, string reason = ScalingReasons.Steady) => new()
    {
        Time = Noon,
        Replicas = replicas,
        Reason = reason,
        Message = "Because.",
        Demand = 1.234,
        Throughput = new Throughput(1234, 432),
    };

    public static StatusInput Input(ObservedService? service = null)
    {
        service ??= Service();
        return new StatusInput
        {
            Now = Noon,
            Service = service,
            Violations = [],
            Spec = EffectiveSpec.Resolve(service.Key.Name, service.Spec, Model),
            Model = Model,
            Decision = Decision(2),
            Plan = new PlacementPlan { Allocations = [Allocation("onprem", PoolType.OnPremises, 1), Allocation("cloud", PoolType.Cloud, 1)], Rejected = [], Shortfall = 0 },
            Pools = [Pool("onprem", PoolType.OnPremises), Pool("cloud", PoolType.Cloud)],
            Pods = [Pod("reciter-a", "onprem"), Pod("reciter-b", "cloud")],
        };
    }

    public static Condition Condition(this StatusResult result, string type) => result.Status.Conditions!.Single(condition => condition.Type == type);
}
