using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.ReplicaSets;

/// <summary>The counts in a ReplicaSet's status.</summary>
internal static class ReplicaSetStatus
{
    public static void Write(JsonObject set, IReadOnlyCollection<JsonObject> active, DateTimeOffset now)
    {
        var status = set.Ensure("status");
        var minReady = MinReadySeconds(set);
        var template = set.Map("spec", "template", "metadata", "labels");
        status["replicas"] = active.Count;
        Count(status, "fullyLabeledReplicas", active.Count(pod => template.Count == 0 || LabelSelector.MatchesMap(template, pod.Labels)));
        Count(status, "readyReplicas", active.Count(PodFacts.IsReady));
        Count(status, "availableReplicas", active.Count(pod => PodFacts.AvailableAt(pod, minReady) <= now));
        status["observedGeneration"] = set.Generation;
        Conditions.Remove(status, "ReplicaFailure");
        if (status["conditions"] is JsonArray { Count: 0 }) status.Remove("conditions");
    }

    public static void WriteFailure(JsonObject set, string message, string now) =>
        Conditions.Set(set.Ensure("status"), "ReplicaFailure", true, "FailedCreate", message, now);

    /// <summary>How long until a pod that is ready becomes available; null when none is waiting for that.</summary>
    public static TimeSpan? NextAvailability(JsonObject set, IEnumerable<JsonObject> active, DateTimeOffset now)
    {
        var next = active.Select(pod => PodFacts.AvailableAt(pod, MinReadySeconds(set))).Where(time => time > now).Min();
        return next - now;
    }

    private static long MinReadySeconds(JsonObject set) => set.Whole("spec", "minReadySeconds") ?? 0;

    // Zero is left out, as the API's own encoding does: a status must not differ from itself after a round trip.
    private static void Count(JsonObject status, string field, int count)
    {
        if (count == 0) status.Remove(field);
        else status[field] = count;
    }
}
