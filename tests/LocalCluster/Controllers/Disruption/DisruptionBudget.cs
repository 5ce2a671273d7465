using System.Globalization;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.Disruption;

/// <summary>How many pods a PodDisruptionBudget lets go, in pods.</summary>
internal sealed record DisruptionBudget(int Expected, int DesiredHealthy, int CurrentHealthy)
{
    public int Allowed => Math.Max(0, CurrentHealthy - DesiredHealthy);

    /// <param name="budget">The PodDisruptionBudget.</param>
    /// <param name="pods">The pods it selects.</param>
    /// <param name="scale">Replicas their controllers want together; percentages and maxUnavailable are of these.</param>
    public static DisruptionBudget Of(JsonObject budget, IReadOnlyCollection<JsonObject> pods, int scale)
    {
        var healthy = pods.Count(pod => !pod.IsDeleting && PodFacts.IsReady(pod));
        if (budget.At("spec", "maxUnavailable") is { } most) return new DisruptionBudget(scale, Math.Max(0, scale - Resolve(most, scale)), healthy);
        var least = budget.At("spec", "minAvailable");
        return least.Whole() is { } whole ? new DisruptionBudget(pods.Count, (int)whole, healthy) : new DisruptionBudget(scale, Resolve(least, scale), healthy);
    }

    // Upstream rounds both percentages up.
    private static int Resolve(JsonNode? value, int scale) => value.Whole() is { } whole
        ? (int)whole
        : (int)Math.Ceiling(scale * double.Parse((value.Text() ?? "0%").TrimEnd('%'), CultureInfo.InvariantCulture) / 100);
}
