namespace InferOps.Operator.Core.Telemetry;

/// <summary>What the operator tells Prometheus of services and pools: one gauge a line. Rules and dashboards name nothing else, and a test holds that.</summary>
/// <remarks>
/// Labels are <c>service_namespace</c> and <c>service_name</c>, for <c>namespace</c> and <c>service</c> are what scrapes give their targets. At most one series per service
/// and pool it uses, and none of an object that is gone. Only the leader exports them, so that sums count nothing twice.
/// </remarks>
public static class FleetMetrics
{
    private static readonly string[] Service = ["service_namespace", "service_name"];
    private static readonly string[] Pool = ["pool", "type"];

    public static readonly FleetMetric ServiceInfo = Of("inferops_service_info", "1 for each service, with its engine and the model's name.", [.. Service, "engine", "model"]);
    public static readonly FleetMetric Demand = Of("inferops_service_demand_replicas", "Demand in replicas: what is busy, its trend, and the backlog. Absent while unknown.", Service);
    public static readonly FleetMetric Backlog = Of("inferops_service_backlog_replicas", "The part of the demand that waiting requests are. Absent while unknown.", Service);
    public static readonly FleetMetric Desired = Of("inferops_service_desired_replicas", "Replicas that the last decision wants.", Service);
    public static readonly FleetMetric Replicas = Of("inferops_service_replicas", "Replicas that exist and are not terminating.", Service);
    public static readonly FleetMetric Ready = Of("inferops_service_ready_replicas", "Replicas that answer.", Service);
    public static readonly FleetMetric MinReplicas = Of("inferops_service_min_replicas", "scaling.minReplicas, where it is set.", Service);
    public static readonly FleetMetric MaxReplicas = Of("inferops_service_max_replicas", "scaling.maxReplicas, where it is set.", Service);
    public static readonly FleetMetric PoolDesired = Of("inferops_service_pool_desired_replicas", "Replicas placed on a pool.", [.. Service, .. Pool]);
    public static readonly FleetMetric PoolReady = Of("inferops_service_pool_ready_replicas", "Replicas on a pool that answer.", [.. Service, .. Pool]);
    public static readonly FleetMetric CoolingDown = Of("inferops_service_pool_cooling_down", "1 while a pool takes no new replica of the service because earlier ones did not start there.", [.. Service, "pool"]);
    public static readonly FleetMetric PromptTokens = Of("inferops_service_prompt_tokens_per_second", "Prompt tokens per second over the last minute, of any engine. Absent while unknown.", Service);
    public static readonly FleetMetric GeneratedTokens = Of("inferops_service_generated_tokens_per_second", "Generated tokens per second over the last minute, of any engine. Absent while unknown.", Service);
    public static readonly FleetMetric HourlyCost = Of("inferops_service_hourly_cost", "Full cost of the replicas per hour.", [.. Service, "currency"]);
    public static readonly FleetMetric HourlySavings = Of("inferops_service_hourly_savings", "What the same replicas would cost more per hour on the cheapest permitted cloud pool.", [.. Service, "currency"]);
    public static readonly FleetMetric CostPerMillionTokens = Of("inferops_service_cost_per_million_tokens", "Hourly cost over the tokens of the last minute. Absent without tokens.", [.. Service, "currency"]);
    public static readonly FleetMetric Objective = Of("inferops_service_objective_seconds", "Objectives of the spec: time_to_first_token, inter_token_latency.", [.. Service, "objective"]);
    public static readonly FleetMetric ScalingHeld = Of("inferops_service_scaling_held", "1 while the number of replicas is held because demand is unknown.", [.. Service, "reason"]);
    public static readonly FleetMetric Condition = Of("inferops_service_condition", "1 for each condition's present status and reason.", [.. Service, "condition", "status", "reason"]);
    public static readonly FleetMetric Advice = Of("inferops_service_advice", "1 for each advice in the status: what to rent, buy or release.", [.. Service, "pool", "action"]);

    public static readonly FleetMetric PoolNodes = Of("inferops_pool_nodes", "Nodes that the pool's selector matches.", Pool);
    public static readonly FleetMetric PoolGpus = Of("inferops_pool_gpus", "GPUs of the pool's nodes.", Pool);
    public static readonly FleetMetric PoolCommitted = Of("inferops_pool_committed_gpus", "GPUs that are paid for whether used or not.", Pool);
    public static readonly FleetMetric PoolAllocated = Of("inferops_pool_allocated_gpus", "GPUs that pods hold.", Pool);
    public static readonly FleetMetric PoolFree = Of("inferops_pool_free_gpus", "GPUs that no pod holds.", Pool);
    public static readonly FleetMetric PoolServices = Of("inferops_pool_services", "Services with replicas on the pool.", Pool);
    public static readonly FleetMetric PoolHourlyCost = Of("inferops_pool_hourly_cost", "What the pool costs per hour, used or not.", [.. Pool, "currency"]);
    public static readonly FleetMetric PoolCondition = Of("inferops_pool_condition", "1 for each condition's present status and reason.", [.. Pool, "condition", "status", "reason"]);

    public static IReadOnlyList<FleetMetric> All { get; } =
    [
        ServiceInfo, Demand, Backlog, Desired, Replicas, Ready, MinReplicas, MaxReplicas, PoolDesired, PoolReady, CoolingDown, PromptTokens, GeneratedTokens, HourlyCost, HourlySavings,
        CostPerMillionTokens, Objective, ScalingHeld, Condition, Advice, PoolNodes, PoolGpus, PoolCommitted, PoolAllocated, PoolFree, PoolServices, PoolHourlyCost, PoolCondition,
    ];

    private static FleetMetric Of(string name, string help, IReadOnlyList<string> labels) => new(name, help, labels);
}

/// <summary>A gauge: its name, what it means, and the names of its labels.</summary>
public sealed record FleetMetric(string Name, string Help, IReadOnlyList<string> Labels);

/// <summary>One series of a gauge.</summary>
/// <param name="Labels">Values, in the order of the metric's names.</param>
public sealed record FleetSample(FleetMetric Metric, IReadOnlyList<string> Labels, double Value);
