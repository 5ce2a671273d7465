using System.Text.Json.Nodes;
using InferOps.LocalCluster.Scheduler;

namespace InferOps.LocalCluster.Tests.Scheduler;

public sealed class PodPlacementTests
{
    private const string Affinity = """
        {"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"gpu.memory","operator":"Gt","values":["50000"]}]}]}}}}
        """;

    private const string Spread = """
        {"topologySpreadConstraints":[{"topologyKey":"kubernetes.io/hostname","maxSkew":1,"whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"x"}}}]}
        """;

    private const string Apart = """
        {"affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"x"}}}]}}}
        """;

    private const string Preferred = """
        {"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":10,"preference":{"matchExpressions":[{"key":"pool","operator":"In","values":["cloud"]}]}}]}},
         "tolerations":[{"key":"spot","operator":"Exists"}]}
        """;

    public static TheoryData<string, string, string> Choices => new()
    {
        { "a selector picks its node", """{"nodeSelector":{"pool":"onprem"}}""", "big" },
        { "a required expression compares numbers", Affinity, "big" },
        { "a pod goes where the fewest of its kind are", Spread, "small" },
        { "a pod that wants to be alone finds the node without others", Apart, "small" },
        { "a tolerated taint and a preference lead to the cloud", Preferred, "spot" },
        { "a GPU is taken where one is free", """{"containers":[{"resources":{"limits":{"nvidia.com/gpu":"2"}}}]}""", "big" },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public void Chooses(string sentence, string spec, string node) =>
        Assert.True(node == PodPlacement.Decide(Pod("p", spec), Cluster()).Node, sentence + ": " + PodPlacement.Decide(Pod("p", spec), Cluster()));

    [Fact]
    public void Says_how_many_nodes_refused_for_which_reason()
    {
        var placement = PodPlacement.Decide(Pod("p", """{"containers":[{"resources":{"limits":{"nvidia.com/gpu":"9"}}}]}"""), Cluster());
        Assert.Null(placement.Node);
        Assert.Equal(
            "0/4 nodes are available: 1 node(s) had untolerated taint {spot: true}, 1 node(s) were unschedulable, 2 Insufficient nvidia.com/gpu. "
            + "preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.",
            placement.Message);
    }

    [Fact]
    public void An_init_container_counts_only_where_it_is_larger_than_the_rest()
    {
        var pod = Pod("p", """{"initContainers":[{"resources":{"requests":{"cpu":"500m","memory":"2Gi"}}}],"containers":[{"resources":{"requests":{"cpu":"1","memory":"1Gi"}}},{"resources":{"requests":{"cpu":"250m"}}}]}""");
        var request = PodRequest.Of(pod);
        Assert.Equal(1.25m, request["cpu"]);
        Assert.Equal(2m * (1 << 30), request["memory"]);
    }

    private static ClusterView Cluster() => new(
    [
        Node("big", """{"pool":"onprem","gpu.memory":"81559","kubernetes.io/hostname":"big"}""", "{}", "8", Pod("other", "{}")),
        Node("small", """{"pool":"dedicated","gpu.memory":"24576","kubernetes.io/hostname":"small"}""", "{}", "1"),
        Node("spot", """{"pool":"cloud","kubernetes.io/hostname":"spot"}""", """{"taints":[{"key":"spot","value":"true","effect":"NoSchedule"}]}""", "8"),
        Node("cordoned", """{"pool":"onprem","gpu.memory":"81559","kubernetes.io/hostname":"cordoned"}""", """{"unschedulable":true}""", "8"),
    ]);

    private static NodeView Node(string name, string labels, string spec, string gpus, params JsonObject[] pods) => new(
        new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = JsonNode.Parse(labels) },
            ["spec"] = JsonNode.Parse(spec),
            ["status"] = new JsonObject { ["allocatable"] = new JsonObject { ["cpu"] = "8", ["memory"] = "64Gi", ["pods"] = "110", ["nvidia.com/gpu"] = gpus } },
        },
        pods);

    private static JsonObject Pod(string name, string spec) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default", ["labels"] = new JsonObject { ["app"] = "x" } },
        ["spec"] = JsonNode.Parse(spec),
    };
}
