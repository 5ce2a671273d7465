using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Host.Live;

/// <summary>What is kept of a pod: its part in a service, and the GPUs it holds.</summary>
internal sealed record PodView(ObservedPod? Pod, IReadOnlyList<ObservedGpuUse> GpuUses, JsonObject? Manifest)
{
    /// <summary>A pod without GPUs that is nobody's replica concerns no decision, and clusters have many.</summary>
    public static bool Same(PodView? a, PodView? b) => a?.Pod == b?.Pod && (a?.GpuUses ?? []).SequenceEqual(b?.GpuUses ?? []);
}

internal static class PodProjection
{
    public static PodView Observe(LivePod pod)
    {
        var manifest = pod.ToManifest("v1", "Pod");
        var phase = (string?)manifest["status"]?["phase"];
        var finished = phase is "Succeeded" or "Failed";
        var uses = finished ? [] : GpuUses(pod, manifest);
        if (pod.Owner is null) return new(null, uses, null);
        var inspection = Label(pod, PodLabels.Component) == Names.Inspection;
        // Only the pods we apply ourselves are compared with what is desired; replicas are their Deployment's business.
        return new(Observe(pod, manifest, finished, inspection), uses, inspection ? manifest : null);
    }

    private static ObservedPod Observe(LivePod pod, JsonObject manifest, bool finished, bool inspection)
    {
        var ready = Condition(manifest, "Ready");
        var isReady = (string?)ready?["status"] == "True";
        return new()
        {
            Name = pod.Metadata.Name,
            Pool = Label(pod, PodLabels.Pool) ?? "",
            Inspection = inspection,
            CreatedAt = new DateTimeOffset((pod.Metadata.CreationTimestamp ?? DateTime.UnixEpoch).ToUniversalTime()),
            ReadyAt = isReady ? Time(ready?["lastTransitionTime"]) : null,
            Ready = isReady,
            Terminating = pod.Metadata.DeletionTimestamp is not null,
            Finished = finished,
            Node = (string?)manifest["spec"]?["nodeName"],
            Address = (string?)manifest["status"]?["podIP"],
            DeletionCost = int.TryParse(pod.Metadata.Annotations?.FirstOrDefault(annotation => annotation.Key == Departures.Annotation).Value, CultureInfo.InvariantCulture, out var cost) ? cost : 0,
            Unschedulable = Condition(manifest, "PodScheduled") is { } scheduled && (string?)scheduled["reason"] == "Unschedulable" ? (string?)scheduled["message"] : null,
            PreparedSince = !finished && Condition(manifest, "PodReadyToStartContainers") is { } prepared && (string?)prepared["status"] == "False" ? Time(prepared["lastTransitionTime"]) : null,
            Problem = Problem(manifest),
            Pulling = Pulling(manifest),
            Pulled = Containers(manifest["status"], "initContainerStatuses").Where(status => Names.Pulls((string?)status["name"])).ToList() is { Count: > 0 } pulls
                && pulls.TrueForAll(status => (int?)status["state"]?["terminated"]?["exitCode"] == 0),
            PullShown = Condition(manifest, PullCondition.Type) is { } shown
                ? new((string?)shown["status"] == "True", (string?)shown["message"] ?? "", Time(shown["lastProbeTime"]) ?? DateTimeOffset.UnixEpoch) : null,
            Report = Report(manifest),
        };
    }

    private static List<ObservedGpuUse> GpuUses(LivePod pod, JsonObject manifest)
    {
        if ((string?)manifest["spec"]?["nodeName"] is not { Length: > 0 } node) return [];
        var requests = Containers(manifest["spec"], "containers")
            .SelectMany(container => (container["resources"]?["limits"] ?? container["resources"]?["requests"]) as JsonObject ?? [])
            .Where(resource => resource.Key.Contains('/', StringComparison.Ordinal) && Quantity.TryParse(Text(resource.Value), out _));
        return [.. requests.GroupBy(resource => resource.Key).Select(group => new ObservedGpuUse
        {
            Node = node,
            ResourceName = group.Key,
            Count = NodeProjection.ToUnits(group.Sum(resource => new Quantity(Text(resource.Value)).ToDecimal())),
            Service = pod.Owner,
            Pool = Label(pod, PodLabels.Pool),
        })];
    }

    private static string? Pulling(JsonObject manifest) => Containers(manifest["status"], "initContainerStatuses")
        .Where(status => status["state"]?["running"] is not null)
        .Select(status => (string?)status["name"]).FirstOrDefault(Names.Pulls);

    /// <summary>The first container that waits for something other than its turn, or that ended badly.</summary>
    private static PodProblem? Problem(JsonObject manifest)
    {
        foreach (var status in Statuses(manifest))
        {
            var waiting = status["state"]?["waiting"];
            if ((string?)waiting?["reason"] is { } reason && reason is not ("PodInitializing" or "ContainerCreating"))
                return new(reason, (string?)status["lastState"]?["terminated"]?["message"] ?? (string?)waiting["message"] ?? "");
            if (status["state"]?["terminated"] is { } ended && (int?)ended["exitCode"] is not (null or 0))
                return new((string?)ended["reason"] ?? "Error", (string?)ended["message"] ?? $"exit code {ended["exitCode"]}");
        }
        return null;
    }

    /// <summary>
    /// The report of <c>pull</c>, from the container that ran it: now ended, or ended before its last restart. Of several, the one that failed: the model
    /// may be fine and its adapter not.
    /// </summary>
    private static ModelReport? Report(JsonObject manifest)
    {
        var reports = Statuses(manifest)
            .Select(status => (string?)(status["state"]?["terminated"] ?? status["lastState"]?["terminated"])?["message"])
            .Select(Parse).OfType<ModelReport>().ToList();
        return reports.Find(report => report.Failure is not null) ?? reports.FirstOrDefault();
    }

    private static ModelReport? Parse(string? message)
    {
        if (message is null || !message.StartsWith('{')) return null;
        try
        {
            return JsonSerializer.Deserialize(message, ModelReportJson.Default.ModelReport);
        }
        catch (JsonException)
        {
            // A termination message is whatever the container wrote; one that is no report says nothing about the model.
            return null;
        }
    }

    private static IEnumerable<JsonNode> Statuses(JsonObject manifest) =>
        Containers(manifest["status"], "initContainerStatuses").Concat(Containers(manifest["status"], "containerStatuses"));

    private static IEnumerable<JsonNode> Containers(JsonNode? parent, string list) => (parent?[list] as JsonArray ?? []).OfType<JsonNode>();

    private static JsonNode? Condition(JsonObject manifest, string type) =>
        Containers(manifest["status"], "conditions").FirstOrDefault(condition => (string?)condition["type"] == type);

    private static string? Label(LivePod pod, string name) => pod.Metadata.Labels is { } labels && labels.TryGetValue(name, out var value) ? value : null;

    private static string Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? (string)node! : node?.ToJsonString() ?? "";

    private static DateTimeOffset? Time(JsonNode? node) =>
        DateTimeOffset.TryParse((string?)node, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
