using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Controllers.ReplicaSets;

namespace InferOps.LocalCluster.Tests.Controllers;

public sealed class ScaleDownOrderTests
{
    [Fact]
    public void Pods_go_in_the_order_of_the_rules()
    {
        List<JsonObject> pods =
        [
            Pod("ready-old", node: "b", minute: 1),
            Pod("ready-costly", node: "c", minute: 5, cost: "100"),
            Pod("ready-young", node: "a", minute: 4),
            Pod("ready-cheap", node: "d", minute: 0, cost: "-5"),
            Pod("crowded", node: "e", minute: 2),
            Pod("crowded-too", node: "e", minute: 3),
            Pod("unready", node: "f", minute: 0, ready: false),
            Pod("pending", node: "f", minute: 0, ready: false, phase: "Pending"),
            Pod("unassigned", node: null, minute: 0, ready: false, phase: "Pending"),
        ];
        Assert.Equal(
            ["unassigned", "pending", "unready", "ready-cheap", "crowded-too", "crowded", "ready-young", "ready-old", "ready-costly"],
            ScaleDownOrder.Sort(pods).Select(pod => pod.Name));
    }

    private static JsonObject Pod(string name, string? node, int minute, string? cost = null, bool ready = true, string phase = "Running")
    {
        var time = KubeTime.Seconds(DateTimeOffset.UnixEpoch.AddMinutes(minute));
        var pod = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["creationTimestamp"] = time },
            ["spec"] = new JsonObject { ["nodeName"] = node },
            ["status"] = new JsonObject
            {
                ["phase"] = phase,
                ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = ready ? "True" : "False", ["lastTransitionTime"] = time }),
            },
        };
        if (cost is not null) pod.Ensure("metadata", "annotations")["controller.kubernetes.io/pod-deletion-cost"] = cost;
        return pod;
    }
}
