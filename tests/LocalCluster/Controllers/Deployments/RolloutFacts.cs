using System.Globalization;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.Deployments;

/// <summary>Reads a rollout out of a Deployment and its ReplicaSets, and writes sizes back.</summary>
internal static class RolloutFacts
{
    private const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    private const string MaxReplicas = "deployment.kubernetes.io/max-replicas";

    public static int Wanted(JsonObject obj) => (int)(obj.Whole("spec", "replicas") ?? 1);

    public static int Available(JsonObject set) => (int)(set.Whole("status", "availableReplicas") ?? 0);

    public static Rollout Read(JsonObject deployment, JsonObject? current, IEnumerable<JsonObject> sets)
    {
        var (surge, unavailable) = Bounds(deployment);
        var old = sets.Where(set => set.Uid != current?.Uid).Select(Counts).ToList();
        return new Rollout(Wanted(deployment), surge, unavailable, current is null ? new ReplicaCounts("", 0, 0) : Counts(current), old);
    }

    public static (int Surge, int Unavailable) Bounds(JsonObject deployment)
    {
        var strategy = deployment.At("spec", "strategy");
        if (strategy.Text("type") == "Recreate") return (0, Wanted(deployment));
        return RollingUpdate.Bounds(strategy.At("rollingUpdate", "maxSurge"), strategy.At("rollingUpdate", "maxUnavailable"), Wanted(deployment));
    }

    /// <summary>A paused Deployment is not rolled out, but it is scaled: its newest ReplicaSet with pods takes the difference.</summary>
    public static IReadOnlyDictionary<string, int> Resized(JsonObject deployment, JsonObject? current, IReadOnlyList<JsonObject> sets)
    {
        var target = current ?? sets.LastOrDefault(set => Wanted(set) > 0);
        if (target is null) return new Dictionary<string, int>();
        var others = sets.Where(set => set.Uid != target.Uid).Sum(Wanted);
        return new Dictionary<string, int> { [target.Name] = Math.Max(0, Wanted(deployment) - others) };
    }

    public static IReadOnlyDictionary<string, string> SizeAnnotations(JsonObject deployment) => new Dictionary<string, string>
    {
        [DesiredReplicas] = Wanted(deployment).ToString(CultureInfo.InvariantCulture),
        [MaxReplicas] = (Wanted(deployment) + Bounds(deployment).Surge).ToString(CultureInfo.InvariantCulture),
    };

    public static void Resize(JsonObject set, int wanted, IReadOnlyDictionary<string, string> annotations)
    {
        if (Wanted(set) != wanted) set.Ensure("spec")["replicas"] = wanted;
        if (wanted == 0) return;
        foreach (var (key, value) in annotations) set.Ensure("metadata", "annotations")[key] = value;
    }

    private static ReplicaCounts Counts(JsonObject set) => new(set.Name, Wanted(set), Available(set));
}
