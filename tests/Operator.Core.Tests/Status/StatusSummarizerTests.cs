using System.Text.Json;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Tests.Status;

public sealed class StatusSummarizerTests
{
    private static readonly PlacementPlan NoRoom = new()
    {
        Allocations = [],
        Shortfall = 2,
        Rejected =
        [
            new RejectedPool { Name = "cloud", Reason = PlacementReasons.NotEnoughGpuMemory, Message = "needs 41 GiB a GPU, L4 has 24 GiB" },
            new RejectedPool { Name = "onprem", Reason = PlacementReasons.NoFreeGpus, Message = "all 2 GPUs are in use" },
        ],
    };

    private static StatusInput With(ObservedPod pod) => World.Input() with { Pods = [pod] };

    private static ObservedPod Failing(string reason, string message = "text") => World.Pod("reciter-a", "onprem", ready: false) with { Problem = new PodProblem(reason, message) };

    public static TheoryData<string, StatusInput, ConditionStatus, string, bool> ReadyTable => new()
    {
        { "all is well", World.Input(), ConditionStatus.True, Reasons.Ready, false },
        { "an invalid spec", World.Input() with { Spec = null, Violations = [new Violation("spec.scaling.minReplicas", ValidationReasons.MinReplicasAboveMax, "is above maxReplicas")] }, ConditionStatus.False, Reasons.SpecInvalid, true },
        { "the model is being read", World.Input() with { Model = null, Plan = null, Decision = null, Pods = [] }, ConditionStatus.False, Reasons.InspectingModel, false },
        { "no such model", World.Input() with { Model = null, Plan = null, Decision = null, Pods = [], ModelFailure = new ModelFailure { Reason = ModelFailureReasons.ModelNotFound, Message = "404" } }, ConditionStatus.False, ModelFailureReasons.ModelNotFound, true },
        { "the download failed for now", World.Input() with { Model = null, Plan = null, Decision = null, Pods = [], ModelFailure = new ModelFailure { Reason = ModelFailureReasons.DownloadFailed, Message = "reset" } }, ConditionStatus.False, ModelFailureReasons.DownloadFailed, false },
        { "no pool has room now", World.Input() with { Plan = NoRoom, Pods = [] }, ConditionStatus.False, Reasons.NoPoolFits, false },
        { "no pool is large enough", World.Input() with { Plan = NoRoom with { Rejected = [NoRoom.Rejected[0]] }, Pods = [] }, ConditionStatus.False, Reasons.TooLargeForAnyGpu, true },
        { "there is no pool", World.Input() with { Plan = NoRoom with { Rejected = [] }, Pods = [] }, ConditionStatus.False, Reasons.NoPools, true },
        { "replicas start", With(World.Pod("reciter-a", "onprem", ready: false)), ConditionStatus.False, Reasons.ReplicasStarting, false },
        { "a replica pulls", With(World.Pod("reciter-a", "onprem", ready: false) with { Pulling = "pull" }), ConditionStatus.False, Reasons.PullingModel, false },
        { "another replica pulls", World.Input() with { Pods = [World.Pod("reciter-a", "onprem"), World.Pod("reciter-b", "onprem", ready: false) with { Pulling = "pull" }] }, ConditionStatus.True, Reasons.Ready, false },
        { "a secret is missing", With(Failing("CreateContainerConfigError", "secret \"keys\" not found")), ConditionStatus.False, Reasons.SecretMissing, true },
        { "an image cannot be pulled", With(Failing("ErrImagePull")), ConditionStatus.False, Reasons.ImagePullFailed, true },
        { "it crashes", With(Failing("CrashLoopBackOff")), ConditionStatus.False, Reasons.CrashLooping, true },
        { "the checksum differs", With(Failing("CrashLoopBackOff") with { Report = new ModelReport { Failure = new ModelFailure { Reason = ModelFailureReasons.ChecksumMismatch, Message = "differs" } } }), ConditionStatus.False, ModelFailureReasons.ChecksumMismatch, true },
        { "volumes are mounted", With(World.Pod("reciter-a", "onprem", ready: false) with { PreparedSince = World.Noon.AddSeconds(-5) }), ConditionStatus.False, Reasons.ReplicasStarting, false },
        { "volumes are not to be had", With(World.Pod("reciter-a", "onprem", ready: false) with { PreparedSince = World.Noon.AddSeconds(-30) }), ConditionStatus.False, Reasons.VolumesNotMounted, false },
        { "no node", With(World.Pod("reciter-a", "onprem", ready: false) with { Unschedulable = "0/4 nodes are available" }), ConditionStatus.False, Reasons.Unschedulable, false },
        { "one of two fails", World.Input() with { Pods = [Failing("CrashLoopBackOff"), World.Pod("reciter-b", "cloud")] }, ConditionStatus.True, Reasons.Ready, false },
        { "at zero", World.Input() with { Decision = World.Decision(0), Plan = NoRoom with { Shortfall = 0, Rejected = [] }, Pods = [] }, ConditionStatus.False, Reasons.ScaledToZero, false },
    };

    [Theory]
    [MemberData(nameof(ReadyTable))]
    public void Ready_summarises_and_stalled_calls_a_human(string situation, StatusInput input, ConditionStatus ready, string reason, bool stalled)
    {
        var result = StatusSummarizer.Summarize(input);
        var condition = result.Condition(ConditionTypes.Ready);
        Assert.True((ready, reason) == (condition.Status, condition.Reason), $"{situation}: {condition}");
        Assert.True(stalled == (result.Condition(ConditionTypes.Stalled).Status == ConditionStatus.True), situation);
        Assert.All(result.Status.Conditions!, one => Assert.Equal(3, one.ObservedGeneration));
    }

    [Fact]
    public void A_shortfall_names_every_pool_and_its_reason()
    {
        var message = StatusSummarizer.Summarize(World.Input() with { Plan = NoRoom, Pods = [] }).Condition(ConditionTypes.Placed).Message;
        Assert.Contains("cloud: NotEnoughGpuMemory (needs 41 GiB a GPU, L4 has 24 GiB)", message, StringComparison.Ordinal);
        Assert.Contains("onprem: NoFreeGpus", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_that_clients_ask_for_is_shown_before_the_model_is_known_and_facts_of_another_model_never()
    {
        var unknown = StatusSummarizer.Summarize(World.Input() with { Model = null, Footprint = null, Plan = null });
        Assert.Equal(new ModelStatus { ServedName = "reciter" }, unknown.Status.Model);
        Assert.DoesNotContain(unknown.Events, happened => happened.Reason == EventReasons.ModelRead);
        var read = StatusSummarizer.Summarize(World.Input(World.Service(unknown.Status)));
        Assert.Equal(("reciter", "Q4_K"), (read.Status.Model!.ServedName, read.Status.Model.Quantization));
        Assert.Contains(read.Events, happened => happened.Reason == EventReasons.ModelRead);
    }

    [Fact]
    public void Where_no_pool_is_rejected_the_list_is_absent() =>
        Assert.Null(StatusSummarizer.Summarize(World.Input() with { Plan = World.Input().Plan! with { Rejected = [] } }).Status.Placement!.Rejected);

    [Fact]
    public void An_unchanged_world_writes_nothing_and_says_nothing()
    {
        var first = StatusSummarizer.Summarize(World.Input());
        Assert.True(first.Changed);
        // What the API server gives back is read from JSON.
        var stored = JsonSerializer.Deserialize<InferenceServiceStatus>(JsonSerializer.Serialize(first.Status))!;
        var later = World.Input(World.Service(stored)) with { Now = World.Noon.AddHours(1) };
        foreach (var rate in new[] { 1234d, 1300, 1180 })
        {
            var again = StatusSummarizer.Summarize(later with { Decision = World.Decision(2) with { Throughput = new Throughput(rate, 432), Demand = rate } });
            Assert.False(again.Changed, JsonSerializer.Serialize(again.Status));
            Assert.Empty(again.Events);
        }
    }

    [Fact]
    public void Costs_are_those_of_the_replicas_that_exist()
    {
        var placement = StatusSummarizer.Summarize(World.Input()).Status.Placement!;
        Assert.Equal("4.80", placement.HourlyCost!.Value.Text);
        Assert.Equal("2.40", placement.SavingsVersusCloudOnly!.Value.Text);
        // 4.80 an hour over 1,700 tokens a second.
        Assert.Equal("0.78", placement.CostPerMillionTokens!.Value.Text);
        Assert.Equal("onprem,cloud", placement.Summary);
    }

    [Fact]
    public void Every_scaling_step_is_recorded_once_with_its_pools()
    {
        var before = StatusSummarizer.Summarize(World.Input()).Status;
        var input = World.Input(World.Service(before)) with
        {
            Decision = World.Decision(3, ScalingReasons.ScaledUp) with { LimitedBy = [Limits.ScaleUpRate] },
            Plan = new PlacementPlan { Allocations = [World.Allocation("onprem", PoolType.OnPremises, 1), World.Allocation("cloud", PoolType.Cloud, 2)], Rejected = [], Shortfall = 0 },
        };
        var scaled = StatusSummarizer.Summarize(input);
        var record = scaled.Status.Scaling!.LastDecision!;
        Assert.Equal((2, 3, "cloud", 1, 2), (record.From, record.To, Assert.Single(record.Pools!).Name, record.Pools![0].From, record.Pools[0].To));
        Assert.Equal([ScalingReasons.ScaledUp, EventReasons.Placed], scaled.Events.Select(e => e.Reason));

        var again = StatusSummarizer.Summarize(input with { Service = World.Service(scaled.Status) });
        Assert.Empty(again.Events);
        Assert.False(again.Changed);
        Assert.Equal(2, again.Status.Scaling!.History!.Count);
    }

    [Fact]
    public void A_move_between_pools_is_an_event_of_its_own()
    {
        var before = StatusSummarizer.Summarize(World.Input()).Status;
        var home = new PlacementPlan { Allocations = [World.Allocation("onprem", PoolType.OnPremises, 2)], Rejected = [], Shortfall = 0 };
        var moved = StatusSummarizer.Summarize(World.Input(World.Service(before)) with { Plan = home });
        Assert.Equal(EventReasons.Moved, Assert.Single(moved.Events).Reason);
        Assert.Equal(EventReasons.Moved, moved.Status.Scaling!.History![0].Reason);
    }

    [Fact]
    public void Lost_metrics_are_an_event_and_so_is_their_return()
    {
        var healthy = StatusSummarizer.Summarize(World.Input()).Status;
        var held = World.Decision(2, ScalingReasons.Held) with { Hold = new Hold(HoldReasons.PrometheusUnavailable, "Away."), Throughput = null };
        var lost = StatusSummarizer.Summarize(World.Input(World.Service(healthy)) with { Decision = held });
        Assert.Equal((ConditionStatus.False, HoldReasons.PrometheusUnavailable), (lost.Condition(ConditionTypes.MetricsAvailable).Status, lost.Condition(ConditionTypes.MetricsAvailable).Reason));
        Assert.Equal(ConditionStatus.True, lost.Condition(ConditionTypes.Ready).Status);
        Assert.Equal(EventReasons.MetricsLost, Assert.Single(lost.Events).Reason);
        Assert.Equal(healthy.Throughput, lost.Status.Throughput);

        var back = StatusSummarizer.Summarize(World.Input(World.Service(lost.Status)));
        Assert.Equal(EventReasons.MetricsRecovered, Assert.Single(back.Events).Reason);
    }

    [Fact]
    public void A_refused_write_is_a_condition_and_one_event_however_often_it_is_tried()
    {
        var healthy = StatusSummarizer.Summarize(World.Input()).Status;
        var refused = World.Input(World.Service(healthy)) with { Pods = [], Refusals = ["Deployment default/reciter-onprem: exceeded quota"] };
        var first = StatusSummarizer.Summarize(refused);
        var available = first.Condition(ConditionTypes.Available);
        Assert.Equal((ConditionStatus.False, Reasons.ApplyRefused), (available.Status, available.Reason));
        Assert.Contains("Deployment default/reciter-onprem: exceeded quota", available.Message, StringComparison.Ordinal);
        Assert.Equal(Reasons.ApplyRefused, first.Condition(ConditionTypes.Ready).Reason);
        Assert.Equal(ConditionStatus.False, first.Condition(ConditionTypes.Stalled).Status);
        Assert.Single(first.Events, happened => happened is { Reason: EventReasons.ApplyRefused, Warning: true });

        var again = StatusSummarizer.Summarize(refused with { Service = World.Service(first.Status) });
        Assert.False(again.Changed);
        Assert.Empty(again.Events);
    }

    [Fact]
    public void A_refused_write_does_not_hide_that_replicas_answer()
    {
        var result = StatusSummarizer.Summarize(World.Input() with { Refusals = ["NetworkPolicy default/reciter: denied"] });
        Assert.Equal((ConditionStatus.True, Reasons.ApplyRefused), (result.Condition(ConditionTypes.Available).Status, result.Condition(ConditionTypes.Available).Reason));
        Assert.Equal(ConditionStatus.True, result.Condition(ConditionTypes.Ready).Status);
        Assert.Contains("NetworkPolicy default/reciter: denied", result.Condition(ConditionTypes.Ready).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_inspection_pod_that_is_refused_is_why_nothing_is_placed()
    {
        var result = StatusSummarizer.Summarize(World.Input() with { Model = null, Plan = null, Decision = null, Pods = [], Refusals = ["Pod default/reciter-inspect: denied"] });
        Assert.Equal((ConditionStatus.False, Reasons.ApplyRefused), (result.Condition(ConditionTypes.Placed).Status, result.Condition(ConditionTypes.Placed).Reason));
    }

    [Fact]
    public void The_history_keeps_ten()
    {
        var status = new InferenceServiceStatus();
        for (var replicas = 1; replicas <= 15; replicas++)
            status = StatusSummarizer.Summarize(World.Input(World.Service(status)) with { Decision = World.Decision(replicas, ScalingReasons.ScaledUp) }).Status;
        Assert.Equal((10, 15), (status.Scaling!.History!.Count, status.Scaling.History[0].To));
    }

    [Fact]
    public void The_time_of_a_transition_stays_while_the_status_does()
    {
        var first = StatusSummarizer.Summarize(World.Input());
        var later = StatusSummarizer.Summarize(World.Input(World.Service(first.Status)) with { Now = World.Noon.AddMinutes(5), Pods = [] });
        Assert.Equal(0, first.Condition(ConditionTypes.Ready).LastTransitionTime.Millisecond);
        Assert.Equal(first.Condition(ConditionTypes.SpecValid).LastTransitionTime, later.Condition(ConditionTypes.SpecValid).LastTransitionTime);
        Assert.NotEqual(first.Condition(ConditionTypes.Ready).LastTransitionTime, later.Condition(ConditionTypes.Ready).LastTransitionTime);
    }

    [Fact]
    public void A_restart_of_the_operator_is_no_news()
    {
        var before = StatusSummarizer.Summarize(World.Input()).Status;

        var after = StatusSummarizer.Summarize(World.Input(World.Service(before)) with { Decision = World.Decision(2, ScalingReasons.Held) with { Hold = Hold.NotAskedYet, Throughput = null } });

        Assert.False(after.Changed);
        Assert.Equal(ConditionStatus.Unknown, StatusSummarizer.Summarize(World.Input() with { Decision = World.Decision(2) with { Hold = Hold.NotAskedYet } }).Condition(ConditionTypes.MetricsAvailable).Status);
    }
}
