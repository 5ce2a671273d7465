using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Scaling;

/// <summary>Counts what there is to meet demand with.</summary>
public static class SupplyObserver
{
    /// <param name="current">Replicas last decided on; null: none ever.</param>
    /// <param name="leadTimes">By pool; a pool that is gone has none, and what still starts there is late.</param>
    public static Supply Observe(
        int? current, IReadOnlyList<ObservedDeployment> deployments, IReadOnlyList<ObservedPod> pods, IReadOnlyDictionary<string, TimeSpan> leadTimes, DateTimeOffset now)
    {
        var replicas = pods.Where(pod => pod is { Inspection: false, Terminating: false, Finished: false }).ToLookup(pod => pod.Pool, StringComparer.Ordinal);
        int Late(string pool) => replicas[pool].Count(pod => !pod.Ready && (!leadTimes.TryGetValue(pool, out var lead) || Supply.IsLate(now - pod.CreatedAt, lead)));

        return new Supply
        {
            Current = current,
            Ready = pods.Count(pod => pod is { Inspection: false, Terminating: false, Ready: true }),
            // A replica that has no pod yet is as much on its way as one that loads.
            Pending = deployments.Sum(deployment => Math.Max(0, deployment.DesiredReplicas - replicas[deployment.Pool].Count(pod => pod.Ready) - Late(deployment.Pool))),
            Late = deployments.Sum(deployment => Late(deployment.Pool)),
            RolloutInProgress = deployments.Any(deployment => deployment.RolloutInProgress),
        };
    }

    /// <summary>Since when a replica has been ready without a break; null while none is.</summary>
    public static DateTimeOffset? ReadySince(IEnumerable<ObservedPod> pods) =>
        pods.Where(pod => pod is { Inspection: false, Terminating: false, Ready: true }).Min(pod => pod.ReadyAt);
}
