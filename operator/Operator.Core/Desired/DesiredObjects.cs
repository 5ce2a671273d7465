using System.Text.Json.Nodes;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Desired;

/// <summary>The manifests of a service: only the fields the operator owns, the same for the same input, in the order to apply them.</summary>
public static class DesiredObjects
{
    /// <summary>Every object the service should have now; what else it owns is to be pruned.</summary>
    public static IReadOnlyList<JsonObject> For(DesiredInput input)
    {
        if (input.Spec.Suspended) return [];
        List<JsonObject> objects =
        [
            ServiceAccountBuilder.Build(input.Service),
            NetworkPolicyBuilder.Build(input.Service, input.Engine, input.Spec.Model),
            ServiceBuilder.Build(input.Service),
            PodDisruptionBudgetBuilder.Build(input.Service, input.Options.PolicyV1),
        ];
        if (input.Options.PodMonitors) objects.Add(PodMonitorBuilder.Build(input));
        foreach (var allocation in input.Plan.Allocations.OrderBy(allocation => allocation.Pool, StringComparer.Ordinal))
        {
            var pool = input.Pools.Single(pool => pool.Name == allocation.Pool);
            objects.Add(DeploymentBuilder.Build(input, pool, allocation));
        }
        return objects;
    }

    /// <summary>The pod that reads the model's header, so that placement knows how much memory a replica needs.</summary>
    /// <param name="pools">The pools the service may use; the pod tolerates their taints and prefers nodes that cost nothing to use.</param>
    public static JsonObject Inspection(DesiredInput input, IReadOnlyList<EffectivePool> pools) => InspectionPodBuilder.Build(input, pools);
}
