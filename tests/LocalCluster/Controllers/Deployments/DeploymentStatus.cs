using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.Deployments;

/// <summary>A Deployment's counts and its two conditions, in the API's own words.</summary>
internal static class DeploymentStatus
{
    private static readonly string[] Counts = ["replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas"];

    public static void Write(JsonObject deployment, JsonObject? current, IReadOnlyList<JsonObject> sets, DateTimeOffset now)
    {
        var status = deployment.Ensure("status");
        var before = Counts.ToDictionary(field => field, field => status.Whole(field) ?? 0);
        var available = Sum(sets, "availableReplicas");
        // Replicas that are wanted but not even made yet are missing too.
        var missing = Math.Max(0, sets.Sum(RolloutFacts.Wanted) - available);
        long[] counts = [Sum(sets, "replicas"), Sum(current is null ? [] : [current], "replicas"), Sum(sets, "readyReplicas"), available, missing];
        foreach (var (field, count) in Counts.Zip(counts))
            if (count == 0) status.Remove(field);
            else status[field] = count;
        status["observedGeneration"] = deployment.Generation;
        WriteAvailable(deployment, status, available, KubeTime.Seconds(now));
        WriteProgressing(deployment, status, current, before, now);
    }

    /// <summary>When to look again for a rollout that does not move; null when none is under way.</summary>
    public static TimeSpan? UntilDeadline(JsonObject deployment, DateTimeOffset now)
    {
        var progressing = deployment.Condition("Progressing");
        if (progressing is null || progressing.Text("reason") is "NewReplicaSetAvailable" or "ProgressDeadlineExceeded" or "DeploymentPaused") return null;
        var wait = Deadline(deployment, progressing) - now;
        return wait > TimeSpan.FromHours(24) ? null : wait + TimeSpan.FromSeconds(1);
    }

    private static void WriteAvailable(JsonObject deployment, JsonObject status, long available, string now)
    {
        var enough = available >= RolloutFacts.Wanted(deployment) - RolloutFacts.Bounds(deployment).Unavailable;
        Conditions.Set(
            status, "Available", enough, enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.", now, withUpdateTime: true);
    }

    private static void WriteProgressing(JsonObject deployment, JsonObject status, JsonObject? current, Dictionary<string, long> before, DateTimeOffset now)
    {
        var text = KubeTime.Seconds(now);
        var known = deployment.Condition("Progressing");
        if (deployment.Flag("spec", "paused"))
        {
            Conditions.Set(status, "Progressing", true, "DeploymentPaused", "Deployment is paused", text, withUpdateTime: true);
            return;
        }

        if (current is null) return;
        var desired = RolloutFacts.Wanted(deployment);
        var after = Counts.ToDictionary(field => field, field => status.Whole(field) ?? 0);
        var rolledOut = after["updatedReplicas"] == after["replicas"];
        var complete = rolledOut && after["replicas"] == desired && after["availableReplicas"] == desired;
        // What was rolled out once stays so: losing a pod afterwards is not a rollout.
        if (complete) Set("NewReplicaSetAvailable", $"ReplicaSet \"{current.Name}\" has successfully progressed.");
        else if (known.Text("reason") == "NewReplicaSetAvailable" && rolledOut && known.Text("message")!.Contains($"\"{current.Name}\"")) return;
        else if (known is null) Set("NewReplicaSetCreated", $"Created new replica set \"{current.Name}\"");
        else if (Moved(before, after)) Touch(Set("ReplicaSetUpdated", $"ReplicaSet \"{current.Name}\" is progressing."));
        else if (now > Deadline(deployment, known)) Set("ProgressDeadlineExceeded", $"ReplicaSet \"{current.Name}\" has timed out progressing.");
        else if (known.Text("reason") == "NewReplicaSetAvailable") Set("ReplicaSetUpdated", $"ReplicaSet \"{current.Name}\" is progressing.");

        JsonObject Set(string reason, string message)
        {
            Conditions.Set(status, "Progressing", reason != "ProgressDeadlineExceeded", reason, message, text, withUpdateTime: true);
            return deployment.Condition("Progressing")!;
        }

        void Touch(JsonObject condition) => condition["lastUpdateTime"] = text;
    }

    private static bool Moved(Dictionary<string, long> before, Dictionary<string, long> after) =>
        after["updatedReplicas"] > before["updatedReplicas"]
        || after["replicas"] - after["updatedReplicas"] < before["replicas"] - before["updatedReplicas"]
        || after["readyReplicas"] > before["readyReplicas"]
        || after["availableReplicas"] > before["availableReplicas"];

    private static DateTimeOffset Deadline(JsonObject deployment, JsonObject progressing) =>
        (KubeTime.Parse(progressing.Text("lastUpdateTime")) ?? DateTimeOffset.MinValue).AddSeconds(deployment.Whole("spec", "progressDeadlineSeconds") ?? 600);

    private static long Sum(IEnumerable<JsonObject> sets, string field) => sets.Sum(set => set.Whole("status", field) ?? 0);
}
