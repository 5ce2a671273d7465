using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Containers;

namespace InferOps.LocalCluster.Kubelet.Pods;

/// <summary>One <c>ContainerStatus</c>.</summary>
internal static class ContainerStatusBuilder
{
    public static JsonObject Build(ContainerRecord container)
    {
        var completedInit = container is { Role: ContainerRole.Init, State: ContainerState.Terminated { ExitCode: 0 } };
        var status = new JsonObject
        {
            ["name"] = container.Name,
            ["state"] = State(container.State),
            ["lastState"] = container.Last is { } last ? State(last) : new JsonObject(),
            ["ready"] = container.Ready || completedInit,
            ["restartCount"] = container.Restarts,
            ["image"] = container.Image,
            ["imageID"] = container.ImageId,
            ["started"] = container.Started,
        };
        if (container.ContainerId.Length > 0) status["containerID"] = container.ContainerId;
        return status;
    }

    private static JsonObject State(ContainerState state) => state switch
    {
        ContainerState.Waiting waiting => new JsonObject { ["waiting"] = WithMessage(new JsonObject { ["reason"] = waiting.Reason }, waiting.Message) },
        ContainerState.Running running => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = KubeTime.Seconds(running.Since) } },
        ContainerState.Terminated ended => new JsonObject
        {
            ["terminated"] = WithMessage(
                new JsonObject
                {
                    ["exitCode"] = ended.ExitCode,
                    ["reason"] = ended.Reason,
                    ["startedAt"] = KubeTime.Seconds(ended.Since),
                    ["finishedAt"] = KubeTime.Seconds(ended.At),
                    ["containerID"] = ended.ContainerId,
                },
                ended.Message),
        },
        _ => throw new InvalidOperationException($"Unknown container state {state}."),
    };

    private static JsonObject WithMessage(JsonObject state, string message)
    {
        if (message.Length > 0) state["message"] = message;
        return state;
    }
}
