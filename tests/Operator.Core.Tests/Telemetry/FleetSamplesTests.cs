using System.Globalization;
using System.Text.RegularExpressions;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Telemetry;

namespace InferOps.Operator.Core.Tests.Telemetry;

public sealed partial class FleetSamplesTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ObservedService Service = new()
    {
        Key = new("team-a", "chat"),
        Uid = "1",
        Generation = 1,
        Spec = new()
        {
            Model = new() { Uri = "hf://org/repo/model.gguf" },
            Scaling = new() { MinReplicas = 1, MaxReplicas = 8, Objectives = new() { TimeToFirstToken = "1500ms", InterTokenLatency = "soon" } },
        },
        Status = new()
        {
            Engine = "llamasharp", Model = new() { ServedName = "chat-7b" }, DesiredReplicas = 4, Replicas = 3, ReadyReplicas = 2,
            Conditions = [new() { Type = "Ready", Status = ConditionStatus.False, Reason = "ReplicasStarting", Message = "", LastTransitionTime = Now }],
            Placement = new()
            {
                Currency = "EUR", HourlyCost = "3.10", SavingsVersusCloudOnly = "7.70",
                Pools = [new() { Name = "onprem", Type = PoolType.OnPremises, Desired = 2, Ready = 2 }, new() { Name = "cloud", Type = PoolType.Cloud, Desired = 2 }],
                Rejected = [new() { Name = "dedicated", Reason = PlacementReasons.CoolingDown }, new() { Name = "other", Reason = PlacementReasons.NotNeeded }],
            },
            Advice = [new() { Pool = "dedicated", Action = "Rent", Message = "…" }],
        },
    };

    private static readonly DemandEstimate Busy = new() { Demand = new(1.5, 2, 0.75), Throughput = new(120, 30.5), Memory = DemandMemory.Empty };

    [Fact]
    public void A_service_shows_demand_supply_cost_and_what_is_in_the_way() => Assert.Equal(
        """
        inferops_service_info{service_namespace="team-a",service_name="chat",engine="llamasharp",model="chat-7b"} 1
        inferops_service_desired_replicas{service_namespace="team-a",service_name="chat"} 4
        inferops_service_replicas{service_namespace="team-a",service_name="chat"} 3
        inferops_service_ready_replicas{service_namespace="team-a",service_name="chat"} 2
        inferops_service_min_replicas{service_namespace="team-a",service_name="chat"} 1
        inferops_service_max_replicas{service_namespace="team-a",service_name="chat"} 8
        inferops_service_pool_desired_replicas{service_namespace="team-a",service_name="chat",pool="onprem",type="OnPremises"} 2
        inferops_service_pool_ready_replicas{service_namespace="team-a",service_name="chat",pool="onprem",type="OnPremises"} 2
        inferops_service_pool_desired_replicas{service_namespace="team-a",service_name="chat",pool="cloud",type="Cloud"} 2
        inferops_service_pool_ready_replicas{service_namespace="team-a",service_name="chat",pool="cloud",type="Cloud"} 0
        inferops_service_demand_replicas{service_namespace="team-a",service_name="chat"} 2.75
        inferops_service_backlog_replicas{service_namespace="team-a",service_name="chat"} 0.75
        inferops_service_prompt_tokens_per_second{service_namespace="team-a",service_name="chat"} 120
        inferops_service_generated_tokens_per_second{service_namespace="team-a",service_name="chat"} 30.5
        inferops_service_hourly_cost{service_namespace="team-a",service_name="chat",currency="EUR"} 3.1
        inferops_service_hourly_savings{service_namespace="team-a",service_name="chat",currency="EUR"} 7.7
        inferops_service_objective_seconds{service_namespace="team-a",service_name="chat",objective="time_to_first_token"} 1.5
        inferops_service_condition{service_namespace="team-a",service_name="chat",condition="Ready",status="False",reason="ReplicasStarting"} 1
        inferops_service_pool_cooling_down{service_namespace="team-a",service_name="chat",pool="dedicated"} 1
        inferops_service_advice{service_namespace="team-a",service_name="chat",pool="dedicated",action="Rent"} 1
        """,
        Text(ServiceSamples.Of(Service, Busy)));

    [Fact]
    public void Unknown_demand_is_absent_and_held_with_its_reason()
    {
        var held = Text(ServiceSamples.Of(Service, new() { Hold = new(HoldReasons.MetricsStale, "…"), Memory = DemandMemory.Empty }));
        Assert.Contains("""inferops_service_scaling_held{service_namespace="team-a",service_name="chat",reason="MetricsStale"} 1""", held);
        Assert.DoesNotContain("inferops_service_demand_replicas", held);
        Assert.DoesNotContain("tokens_per_second", held);
    }

    [Fact]
    public void A_suspended_service_holds_nothing() => Assert.DoesNotContain(
        ServiceSamples.Of(Service with { Spec = Service.Spec with { Suspend = true } }, new() { Hold = Hold.NotAskedYet, Memory = DemandMemory.Empty }), sample => sample.Metric == FleetMetrics.ScalingHeld);

    public static TheoryData<string, ComputePoolSpec, double> Commitments => new()
    {
        { "what is owned is committed", new() { Type = PoolType.OnPremises }, 8 },
        { "a rental commits what it says", new() { Type = PoolType.Dedicated, Capacity = new() { CommittedGpus = 6 }, Cost = new() { GpuHour = "1" } }, 6 },
        { "a term that ended commits nothing", new() { Type = PoolType.Dedicated, Cost = new() { GpuHour = "1", TermEnds = Now.AddDays(-1) } }, 0 },
        { "a cloud commits nothing", new() { Type = PoolType.Cloud, Cost = new() { GpuHour = "1" } }, 0 },
    };

    [Theory]
    [MemberData(nameof(Commitments))]
    public void A_pool_shows_what_is_paid_for(string sentence, ComputePoolSpec spec, double committed)
    {
        var pool = new ObservedPool
        {
            Name = "p", Spec = spec with { NodeSelector = new Dictionary<string, string> { ["pool"] = "p" } }, Status = new() { Nodes = 2, Gpus = new() { Capacity = 8, Allocated = 5, Free = 3 }, HourlyCost = "9.60" },
        };
        var samples = PoolSamples.Of(pool, Now).ToDictionary(sample => sample.Metric.Name, sample => sample.Value);
        Assert.True(committed == samples["inferops_pool_committed_gpus"], sentence);
        Assert.Equal((2, 8, 5, 3, 9.6), (samples["inferops_pool_nodes"], samples["inferops_pool_gpus"], samples["inferops_pool_allocated_gpus"], samples["inferops_pool_free_gpus"], samples["inferops_pool_hourly_cost"]));
    }

    [Fact]
    public void A_pool_that_nobody_has_looked_at_shows_nothing() => Assert.Empty(PoolSamples.Of(new() { Name = "new", Spec = new() }, Now));

    [Fact]
    public void Every_sample_has_a_value_for_each_label_and_its_metric_is_listed() => Assert.All(
        ServiceSamples.Of(Service, Busy), sample => Assert.True(FleetMetrics.All.Contains(sample.Metric) && sample.Labels.Count == sample.Metric.Labels.Count, sample.ToString()));

    /// <summary>https://prometheus.io/docs/practices/naming/: a prefix, base units, no label that a scrape gives its targets.</summary>
    [Fact]
    public void Names_follow_the_conventions()
    {
        Assert.All(FleetMetrics.All, metric => Assert.Matches(Name(), metric.Name));
        Assert.DoesNotContain(FleetMetrics.All, metric => metric.Name.EndsWith("_total", StringComparison.Ordinal));
        Assert.Empty(FleetMetrics.All.SelectMany(metric => metric.Labels).Intersect(["namespace", "service", "pod", "job", "instance", "endpoint", "container"]));
        Assert.Equal(FleetMetrics.All.Count, FleetMetrics.All.Select(metric => metric.Name).Distinct().Count());
    }

    private static string Text(IEnumerable<FleetSample> samples) => string.Join('\n', samples.Select(sample => string.Create(
        CultureInfo.InvariantCulture,
        $"{sample.Metric.Name}{{{string.Join(',', sample.Metric.Labels.Zip(sample.Labels, (label, value) => $"{label}=\"{value}\""))}}} {sample.Value}")));

    [GeneratedRegex("^inferops_(service|pool)_[a-z]+(_[a-z]+)*$")]
    private static partial Regex Name();
}
