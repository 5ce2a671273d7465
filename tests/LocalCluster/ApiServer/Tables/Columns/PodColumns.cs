using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Tables.Columns;

/// <summary>Columns of pods; the status column sums up what the containers say.</summary>
internal static class PodColumns
{
    public static IReadOnlyList<Column> All { get; } =
    [
        Common.Name,
        Column.Text("Ready", Ready),
        Column.Text("Status", Status),
        new Column("Restarts", "string", Restarts),
        Common.Age,
        Column.Wide("IP", element => element.Text("status", "podIP")),
        Column.Wide("Node", element => element.Text("spec", "nodeName")),
        Column.Wide("Nominated Node", element => element.Text("status", "nominatedNodeName")),
        Column.Wide("Readiness Gates", ReadinessGates),
    ];

    private static string Ready(JsonElement pod)
    {
        var ready = pod.Items("status", "containerStatuses").Count(container => container.IsTrue("ready") && container.At("state", "running") is not null);
        return $"{ready}/{pod.Items("spec", "containers").Count()}";
    }

    private static string Status(JsonElement pod)
    {
        var status = InitStatus(pod) ?? ContainerStatus(pod) ?? PhaseOrReason(pod);
        if (pod.At("metadata", "deletionTimestamp") is null) return status;
        return pod.Text("status", "reason") == "NodeLost" ? "Unknown" : status is "Succeeded" or "Failed" or "Completed" ? status : "Terminating";
    }

    private static string PhaseOrReason(JsonElement pod)
    {
        var gated = pod.Items("status", "conditions").Any(condition =>
            condition.Text("type") == "PodScheduled" && condition.Text("reason") == "SchedulingGated");
        return gated ? "SchedulingGated" : pod.Text("status", "reason") ?? pod.Text("status", "phase") ?? "Unknown";
    }

    /// <summary>The first init container that is not done; null when all are.</summary>
    private static string? InitStatus(JsonElement pod)
    {
        var statuses = pod.Items("status", "initContainerStatuses").ToList();
        for (var i = 0; i < statuses.Count; i++)
        {
            var state = statuses[i];
            if (state.At("state", "terminated") is { } ended)
            {
                if (ended.Number("exitCode") == 0) continue;
                return ended.Text("reason") is { Length: > 0 } reason ? $"Init:{reason}" : $"Init:ExitCode:{ended.Number("exitCode")}";
            }

            var waiting = state.Text("state", "waiting", "reason");
            if (waiting is { Length: > 0 } and not "PodInitializing") return $"Init:{waiting}";
            return $"Init:{i}/{pod.Items("spec", "initContainers").Count()}";
        }

        return null;
    }

    /// <summary>The last container that waits or has ended; null when all run.</summary>
    private static string? ContainerStatus(JsonElement pod)
    {
        var statuses = pod.Items("status", "containerStatuses").ToList();
        string? shown = null;
        foreach (var status in Enumerable.Reverse(statuses))
        {
            if (status.Text("state", "waiting", "reason") is { Length: > 0 } waiting) shown = waiting;
            else if (status.At("state", "terminated") is { } ended)
            {
                shown = ended.Text("reason") is { Length: > 0 } reason ? reason
                    : ended.Number("signal") is > 0 and { } signal ? $"Signal:{signal}" : $"ExitCode:{ended.Number("exitCode")}";
            }
        }

        var anyRuns = statuses.Any(status => status.IsTrue("ready") && status.At("state", "running") is not null);
        if (shown != "Completed" || !anyRuns) return shown;
        var isReady = pod.Items("status", "conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");
        return isReady ? "Running" : "NotReady";
    }

    private static JsonNode? Restarts(JsonElement pod, DateTimeOffset now)
    {
        var statuses = pod.Items("status", "containerStatuses").ToList();
        var count = statuses.Sum(status => status.Number("restartCount") ?? 0);
        var last = statuses.Max(status => status.Time("lastState", "terminated", "finishedAt"));
        return count > 0 && last is not null ? $"{count} ({Age.Since(last, now)} ago)" : count.ToString();
    }

    private static string? ReadinessGates(JsonElement pod)
    {
        var gates = pod.Items("spec", "readinessGates").Count();
        if (gates == 0) return null;
        var passed = pod.Items("spec", "readinessGates").Count(gate => pod.Items("status", "conditions").Any(condition =>
            condition.Text("type") == gate.Text("conditionType") && condition.Text("status") == "True"));
        return $"{passed}/{gates}";
    }
}
