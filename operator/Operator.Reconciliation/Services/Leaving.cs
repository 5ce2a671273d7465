using System.Globalization;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Reconciliation.Services;

/// <summary>What has to be known of pods before their Deployment becomes smaller.</summary>
internal static class Leaving
{
    /// <returns>Pods and the deletion cost each should have; none where the manifest is no Deployment that becomes smaller.</returns>
    public static IEnumerable<(ObjectKey Pod, string DeletionCost)> Before(JsonObject manifest, ServiceView view, IReadOnlyDictionary<string, double> loads)
    {
        var key = ManifestKey.Of(manifest);
        if (key.Kind != "Deployment" || view.Deployments.FirstOrDefault(deployment => deployment.Name == key.Name) is not { } before || (int?)manifest["spec"]?["replicas"] is not { } after) return [];
        return Departures.Mark(view.Pods.Where(pod => pod.Pool == before.Pool), loads, before.DesiredReplicas - after)
            .Select(mark => (new ObjectKey(key.Namespace, mark.Pod), mark.DeletionCost.ToString(CultureInfo.InvariantCulture)));
    }
}
