using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Containers;

namespace InferOps.LocalCluster.Kubelet.Pods;

/// <summary>All there is to say about a pod at one moment. <see cref="Finished"/>: nothing of it runs or will run again.</summary>
internal sealed record PodObservation(string PodIp, string HostIp, DateTimeOffset StartTime, bool Initialized, bool Finished, IReadOnlyList<ContainerRecord> Containers)
{
    /// <summary>Volumes are there and containers may start.</summary>
    public bool Prepared { get; init; } = true;

    public string? Reason { get; init; }

    public string? Message { get; init; }
}

/// <summary>Writes an observation into a pod's status; conditions it does not know are left alone.</summary>
internal static class PodStatusBuilder
{
    public static void Write(JsonObject pod, PodObservation seen, DateTimeOffset now)
    {
        var status = pod.Ensure("status");
        var phase = PodPhase.Of(pod, seen);
        status["phase"] = phase;
        Optional(status, "reason", seen.Reason);
        Optional(status, "message", seen.Message);
        status["hostIP"] = seen.HostIp;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = seen.HostIp });
        status["podIP"] = seen.PodIp;
        status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = seen.PodIp });
        status["startTime"] = KubeTime.Seconds(seen.StartTime);
        status["qosClass"] ??= QosClass.Of(pod);
        Statuses(status, "initContainerStatuses", seen.Containers.Where(container => container.Role != ContainerRole.Main));
        Statuses(status, "containerStatuses", seen.Containers.Where(container => container.Role == ContainerRole.Main));
        WriteConditions(pod, status, seen, phase, KubeTime.Seconds(now));
    }

    private static void WriteConditions(JsonObject pod, JsonObject status, PodObservation seen, string phase, string now)
    {
        var names = seen.Containers.Where(container => container.Role == ContainerRole.Init && container.State is not ContainerState.Terminated { ExitCode: 0 }).Select(container => container.Name);
        var unready = seen.Containers.Where(container => container.Role != ContainerRole.Init && !container.Ready).Select(container => container.Name).ToList();
        var ready = unready.Count == 0 && seen.Initialized;
        var gates = pod.Objects("spec", "readinessGates").Select(gate => gate.Text("conditionType")!).Where(type => !pod.IsConditionTrue(type)).ToList();
        var completed = phase == "Succeeded";
        Set("PodReadyToStartContainers", seen.Prepared && !seen.Finished, "", "");
        Set("Initialized", seen.Initialized || completed, completed ? "PodCompleted" : "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', names)}]");
        var (reason, message) = completed ? ("PodCompleted", "") : phase == "Failed" ? ("PodFailed", "") : ("ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]");
        Set("ContainersReady", ready, reason, message);
        if (ready && gates.Count > 0) (reason, message) = ("ReadinessGatesNotReady", $"corresponding condition of pod readiness gate \"{gates[0]}\" does not exist or is not True.");
        Set("Ready", ready && gates.Count == 0, reason, message);
        Set("PodScheduled", true, "", "");

        void Set(string type, bool value, string why, string text)
        {
            Conditions.Set(status, type, value, value ? "" : why, value ? "" : text, now);
            var condition = pod.Condition(type)!;
            foreach (var field in (string[])["reason", "message"])
                if (condition.Text(field) is "") condition.Remove(field);
        }
    }

    private static void Statuses(JsonObject status, string field, IEnumerable<ContainerRecord> containers)
    {
        var list = containers.Select(ContainerStatusBuilder.Build).ToJsonArray();
        if (list.Count > 0) status[field] = list;
    }

    private static void Optional(JsonObject status, string field, string? value)
    {
        if (value is null) status.Remove(field);
        else status[field] = value;
    }
}
