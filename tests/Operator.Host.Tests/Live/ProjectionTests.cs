using System.Globalization;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Host.Live;
using k8s;

namespace InferOps.Operator.Host.Tests.Live;

/// <summary>What decisions see of what the API server sends.</summary>
public sealed class ProjectionTests
{
    private static readonly ObjectKey Reciter = new("default", "reciter");

    [Fact]
    public void A_replica_that_answers()
    {
        var view = Pod(Replica, """
            "phase":"Running","conditions":[{"type":"PodScheduled","status":"True"},{"type":"Ready","status":"True","lastTransitionTime":"2030-01-01T12:01:00Z"}],
            "initContainerStatuses":[{"name":"pull","ready":true,"state":{"terminated":{"exitCode":0,"reason":"Completed","message":"{\"facts\":{\"format\":\"gguf\",\"architecture\":\"llama\",\"weightBytes\":1,\"fileBytes\":2,\"contextLength\":3,\"kvBytesPerToken\":4}}"}}}],
            "containerStatuses":[{"name":"engine","ready":true,"restartCount":0,"state":{"running":{"startedAt":"2030-01-01T12:00:30Z"}}}]
            """);
        var pod = view.Pod!;
        Assert.Equal(("reciter-onprem-1", "onprem", true, false, false, "node-1"), (pod.Name, pod.Pool, pod.Ready, pod.Finished, pod.Terminating, pod.Node));
        Assert.Equal((Time("12:00:00"), Time("12:01:00")), (pod.CreatedAt, pod.ReadyAt));
        Assert.Null(pod.Problem);
        Assert.Equal(("llama", 4), (pod.Report!.Facts!.Architecture, pod.Report.Facts.KvBytesPerToken));
        Assert.Equal(new ObservedGpuUse { Node = "node-1", ResourceName = "nvidia.com/gpu", Count = 2, Service = Reciter, Pool = "onprem" }, Assert.Single(view.GpuUses));
        Assert.Null(view.Manifest);
    }

    /// <summary>A container's state, and what is told of it; null: nothing is wrong.</summary>
    public static TheoryData<string, string?, string?> Problems => new()
    {
        { """{"waiting":{"reason":"ContainerCreating"}}""", null, null },
        { """{"waiting":{"reason":"PodInitializing"}}""", null, null },
        { """{"waiting":{"reason":"ImagePullBackOff","message":"Back-off pulling image"}}""", "ImagePullBackOff", "Back-off pulling image" },
        { """{"waiting":{"reason":"CreateContainerConfigError","message":"secret \"keys\" not found"}}""", "CreateContainerConfigError", "secret \"keys\" not found" },
        { """{"terminated":{"exitCode":137,"reason":"OOMKilled"}}""", "OOMKilled", "exit code 137" },
        { """{"terminated":{"exitCode":1,"reason":"Error","message":"bad flag"}}""", "Error", "bad flag" },
        { """{"terminated":{"exitCode":0,"reason":"Completed"}}""", null, null },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void What_keeps_a_container_from_running(string state, string? reason, string? message)
    {
        var problem = Pod(Replica, "\"phase\":\"Pending\",\"containerStatuses\":[{\"name\":\"engine\",\"state\":" + state + "}]").Pod!.Problem;
        Assert.Equal((reason, message), (problem?.Reason, problem?.Message));
    }

    [Fact]
    public void A_crash_loop_is_told_in_the_words_of_the_last_crash() => Assert.Equal(
        new PodProblem("CrashLoopBackOff", "cannot open the model"),
        Pod(Replica, """
            "phase":"Running","containerStatuses":[{"name":"engine","state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 20s restarting"}},
            "lastState":{"terminated":{"exitCode":1,"message":"cannot open the model"}}}]
            """).Pod!.Problem);

    [Fact]
    public void A_replica_no_node_takes_holds_no_GPU()
    {
        var view = Pod(Replica.Replace("\"nodeName\":\"node-1\",", "", StringComparison.Ordinal), """
            "phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/3 nodes are available: 3 Insufficient nvidia.com/gpu."}]
            """);
        Assert.Equal("0/3 nodes are available: 3 Insufficient nvidia.com/gpu.", view.Pod!.Unschedulable);
        Assert.Empty(view.GpuUses);
    }

    [Theory]
    [InlineData("Succeeded")]
    [InlineData("Failed")]
    public void A_pod_that_has_ended_holds_no_GPU(string phase)
    {
        var view = Pod(Replica, $"\"phase\":\"{phase}\"");
        Assert.True(view.Pod!.Finished);
        Assert.Empty(view.GpuUses);
    }

    [Fact]
    public void A_strangers_pod_is_seen_by_its_GPUs_alone()
    {
        var view = Pod("""
            "metadata":{"name":"training","namespace":"research"},"spec":{"nodeName":"node-1","containers":[
              {"name":"a","resources":{"limits":{"nvidia.com/gpu":"4","cpu":"8","example.com/bytes":"100Gi"}}},{"name":"b","resources":{"requests":{"nvidia.com/gpu":1}}},{"name":"c"}]}
            """, "\"phase\":\"Running\"");
        Assert.Null(view.Pod);
        Assert.Equal([("example.com/bytes", int.MaxValue), ("nvidia.com/gpu", 5)], view.GpuUses.Select(use => (use.ResourceName, use.Count)).Order());
        Assert.All(view.GpuUses, use => Assert.Null(use.Service));
    }

    [Fact]
    public void An_inspection_keeps_its_manifest_for_it_is_ours_to_compare()
    {
        var view = Pod(Inspection, """
            "phase":"Failed","containerStatuses":[{"name":"inspect","state":{"terminated":{"exitCode":3,"reason":"Error","message":"{\"failure\":{\"reason\":\"ModelNotFound\",\"message\":\"no such file\"}}"}}}]
            """);
        Assert.True(view.Pod!.Inspection);
        Assert.Equal("ModelNotFound", view.Pod.Report!.Failure!.Reason);
        Assert.NotNull(view.Manifest);
    }

    [Theory]
    [InlineData("pull", "running", "pull")]
    [InlineData("pull-draft", "running", "pull-draft")]
    [InlineData("pull-adapter-0", "running", "pull-adapter-0")]
    [InlineData("pull", "waiting", null)]
    [InlineData("somebody-elses", "running", null)]
    public void A_pull_that_runs_is_told(string container, string state, string? pulling)
    {
        var statuses = """[{"name":"pull-earlier","state":{"terminated":{"exitCode":0}}},{"name":"CONTAINER","state":{"STATE":{}}}]""";
        statuses = statuses.Replace("CONTAINER", container, StringComparison.Ordinal).Replace("STATE", state, StringComparison.Ordinal);
        Assert.Equal(pulling, Pod(Replica, "\"phase\":\"Pending\",\"initContainerStatuses\":" + statuses).Pod!.Pulling);
    }

    [Fact]
    public void Of_several_pulls_the_one_that_failed_is_told()
    {
        var view = Pod(Inspection, """
            "phase":"Pending","initContainerStatuses":[
              {"name":"pull","state":{"terminated":{"exitCode":0,"message":"{\"facts\":{\"format\":\"gguf\",\"architecture\":\"llama\",\"weightBytes\":1,\"fileBytes\":1,\"contextLength\":1,\"kvBytesPerToken\":1}}"}}},
              {"name":"pull-adapter-0","state":{"terminated":{"exitCode":1,"message":"{\"failure\":{\"reason\":\"WrongKindOfFile\",\"message\":\"not an adapter\"}}"}}}]
            """);
        Assert.Equal("WrongKindOfFile", view.Pod!.Report!.Failure!.Reason);
    }

    [Theory]
    [InlineData("{ this is no report")]
    [InlineData("{}")]
    [InlineData("panic: out of memory")]
    public void A_message_that_is_no_report_says_nothing_of_the_model(string message)
    {
        var report = Pod(Inspection, "\"phase\":\"Failed\",\"containerStatuses\":[{\"name\":\"inspect\",\"state\":{\"terminated\":{\"exitCode\":1,\"message\":\"" + message + "\"}}}]").Pod!.Report;
        Assert.Null(report?.Facts);
        Assert.Null(report?.Failure);
    }

    [Fact]
    public void A_pod_nobody_asked_about_changes_no_decision()
    {
        var web = """ "metadata":{"name":"web","namespace":"default"},"spec":{"nodeName":"node-1","containers":[{"name":"web"}]} """;
        Assert.True(PodView.Same(null, Pod(web, "\"phase\":\"Pending\"")));
        Assert.True(PodView.Same(Pod(web, "\"phase\":\"Pending\""), Pod(web, "\"phase\":\"Running\"")));
        Assert.False(PodView.Same(null, Pod(Replica, "\"phase\":\"Running\"")));
        Assert.False(PodView.Same(Pod(Replica, "\"phase\":\"Running\""), null));
    }

    [Theory]
    [InlineData("True", "false", true)]
    [InlineData("False", "false", false)]
    [InlineData("Unknown", "false", false)]
    [InlineData("True", "true", false)]
    public void A_node_is_usable_when_it_is_ready_and_not_cordoned(string ready, string unschedulable, bool usable) => Assert.Equal(usable, Node(ready, unschedulable).Usable);

    [Fact]
    public void A_heartbeat_changes_nothing_and_a_GPU_that_goes_does()
    {
        var node = Node("True", "false");
        Assert.Equal([("example.com/bytes", int.MaxValue), ("nvidia.com/gpu", 8)], node.Allocatable.Select(resource => (resource.Key, resource.Value)).Order());
        Assert.True(NodeProjection.Same(node, Node("True", "false", heartbeat: "2030-01-01T13:00:00Z")));
        Assert.False(NodeProjection.Same(node, Node("True", "false", gpus: 7)));
        Assert.False(NodeProjection.Same(node, Node("Unknown", "false")));
        Assert.False(NodeProjection.Same(null, node));
    }

    /// <summary>Generation the controller has seen, pods of the newest template, all pods; and whether that is a rollout.</summary>
    [Theory]
    [InlineData("2", 3, 3, false)]
    [InlineData("2", 1, 3, true)]
    [InlineData("2", 3, 4, true)]
    [InlineData("1", 1, 3, false)]
    [InlineData("null", 0, 0, false)]
    public void A_rollout_is_over_when_no_pod_of_an_older_template_is_left(string seen, int updated, int replicas, bool rollout)
    {
        var view = DeploymentProjection.Observe(KubernetesJson.Deserialize<LiveDeployment>($$$"""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"reciter-onprem","namespace":"default","generation":2,"uid":"u",
              "labels":{"inferops.dev/service":"reciter","inferops.dev/pool":"onprem"},"ownerReferences":[{"apiVersion":"inferops.dev/v1alpha1","kind":"InferenceService","name":"reciter","uid":"o"}]},
             "spec":{"replicas":3,"unknownField":{"kept":true}},
             "status":{"observedGeneration":{{{seen}}},"replicas":{{{replicas}}},"updatedReplicas":{{{updated}}},"readyReplicas":1}}
            """));
        Assert.Equal(("onprem", 3, replicas, 1, rollout), (view.Deployment.Pool, view.Deployment.DesiredReplicas, view.Deployment.Replicas, view.Deployment.ReadyReplicas, view.Deployment.RolloutInProgress));
        Assert.True((bool)view.Manifest.Content["spec"]!["unknownField"]!["kept"]!);
        Assert.False(view.Manifest.Content.ContainsKey("status"));
        Assert.Equal("o", (string?)view.Manifest.Content["metadata"]!["ownerReferences"]![0]!["uid"]);
    }

    [Theory]
    [InlineData("ReplicaFailure", "True", "exceeded quota: gpus")]
    [InlineData("ReplicaFailure", "False", null)]
    [InlineData("Progressing", "True", null)]
    public void Why_a_Deployment_gets_no_pods(string type, string status, string? expected) => Assert.Equal(expected, DeploymentProjection.Observe(KubernetesJson.Deserialize<LiveDeployment>($$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"reciter-onprem","namespace":"default"},"spec":{"replicas":3},
         "status":{"conditions":[{"type":"Available","status":"True"},{"type":"{{{type}}}","status":"{{{status}}}","reason":"FailedCreate","message":"exceeded quota: gpus"}]}}
        """)).Deployment.ReplicaFailure);

    [Theory]
    [InlineData("\"running\":{}", "pull", false)]
    [InlineData("\"terminated\":{\"exitCode\":1}", null, false)]
    [InlineData("\"terminated\":{\"exitCode\":0}", null, true)]
    public void A_pod_pulls_until_every_file_is_there(string state, string? pulling, bool pulled)
    {
        var pod = Pod(Replica, "\"initContainerStatuses\":[{\"name\":\"pull\",\"state\":{" + state + "}},{\"name\":\"of-a-user\",\"state\":{}}],"
            + "\"conditions\":[{\"type\":\"ModelPulled\",\"status\":\"False\",\"message\":\"42 %\",\"lastProbeTime\":\"2030-01-01T12:00:05Z\"}]").Pod!;
        Assert.Equal((pulling, pulled), (pod.Pulling, pod.Pulled));
        Assert.Equal(new PullShown(false, "42 %", new(2030, 1, 1, 12, 0, 5, TimeSpan.Zero)), pod.PullShown);
    }

    private const string Replica = """
        "metadata":{"name":"reciter-onprem-1","namespace":"default","uid":"u","creationTimestamp":"2030-01-01T12:00:00Z",
          "labels":{"inferops.dev/service":"reciter","inferops.dev/pool":"onprem","inferops.dev/component":"replica"}},
        "spec":{"nodeName":"node-1","containers":[{"name":"engine","resources":{"limits":{"nvidia.com/gpu":"2","memory":"8Gi"},"requests":{"nvidia.com/gpu":"2"}}}]}
        """;

    private const string Inspection = """
        "metadata":{"name":"reciter-inspect-1","namespace":"default","creationTimestamp":"2030-01-01T12:00:00Z","labels":{"inferops.dev/service":"reciter","inferops.dev/component":"inspection"}},
        "spec":{"nodeName":"node-1","containers":[{"name":"inspect"}]}
        """;

    private static PodView Pod(string metadataAndSpec, string status) =>
        PodProjection.Observe(KubernetesJson.Deserialize<LivePod>("{\"apiVersion\":\"v1\",\"kind\":\"Pod\"," + metadataAndSpec + ",\"status\":{" + status + "}}"));

    private static ObservedNode Node(string ready, string unschedulable, string heartbeat = "2030-01-01T12:00:00Z", int gpus = 8) => NodeProjection.Observe(KubernetesJson.Deserialize<LiveNode>($$$"""
        {"apiVersion":"v1","kind":"Node","metadata":{"name":"node-1","labels":{"inferops.dev/pool-name":"onprem"}},"spec":{"unschedulable":{{{unschedulable}}}},
         "status":{"allocatable":{"cpu":"63","memory":"500Gi","nvidia.com/gpu":"{{{gpus}}}","example.com/bytes":"100Gi"},
          "conditions":[{"type":"MemoryPressure","status":"False"},{"type":"Ready","status":"{{{ready}}}","lastHeartbeatTime":"{{{heartbeat}}}"}]}}
        """));

    private static DateTimeOffset Time(string time) => DateTimeOffset.Parse($"2030-01-01T{time}Z", CultureInfo.InvariantCulture);
}
