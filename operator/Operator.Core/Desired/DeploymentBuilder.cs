using System.Text.Json.Nodes;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>The replicas of a service on one pool. The pod template does not depend on the number of replicas, so scaling restarts nothing.</summary>
internal static class DeploymentBuilder
{
    /// <summary>A large model takes long to load; a rollout is not stuck before that.</summary>
    private const int ProgressDeadlineSeconds = 3600;

    public static JsonObject Build(DesiredInput input, EffectivePool pool, PoolAllocation allocation)
    {
        var service = input.Service;
        var manifest = Manifest.Create("apps/v1", "Deployment", Names.Deployment(service.Key.Name, pool.Name), service, Names.Replica);
        manifest["metadata"]!["labels"]![PodLabels.Pool] = pool.Name;
        manifest["spec"] = new JsonObject
        {
            ["replicas"] = allocation.Replicas,
            ["revisionHistoryLimit"] = 2,
            ["progressDeadlineSeconds"] = ProgressDeadlineSeconds,
            ["selector"] = Manifest.Matching((PodLabels.Service, service.Key.Name), (PodLabels.Pool, pool.Name), (PodLabels.Component, Names.Replica)),
            ["strategy"] = RolloutStrategyBuilder.Build(input.Spec.Rollout, allocation),
            ["template"] = ReplicaPodBuilder.Build(input, pool),
        };
        return manifest;
    }
}
