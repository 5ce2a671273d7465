using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.Operator.Simulator.Cluster;
using InferOps.Operator.Simulator.Scenarios;

namespace InferOps.Operator.Simulator.Rules;

/// <summary>
/// Replicas without an operator that knows pools: one Deployment whose pods prefer the cheapest pool by node affinity, which is as well as a careful team can do
/// it by hand. A scale-down takes those that start first, then the youngest, as the ReplicaSet controller does; nothing ever moves.
/// </summary>
internal sealed class PlainFleet(Scenario scenario, PodFleet fleet, VirtualTime time)
{
    private readonly List<EffectivePool> _cheapestFirst = [.. scenario.EffectivePools.OrderBy(Marginal).ThenBy(pool => pool.Type)];

    public IReadOnlyList<ObjectKey> Services { get; } = [.. scenario.Services.Select(service => service.Key)];

    public EffectiveSpec Spec(ObjectKey service) => scenario.Spec(service);

    public List<Pod> Replicas(ObjectKey service) => [.. fleet.Of(service).Where(pod => pod.TerminatingSince is null)];

    private static decimal Marginal(EffectivePool pool) => pool.Type == PoolType.Cloud ? Costs.MarginalBeyond(pool) : Costs.MarginalCommitted(pool);

    /// <param name="service">The service.</param>
    /// <param name="wanted">Replicas; made to fit minReplicas and maxReplicas.</param>
    /// <param name="dearestFirst">Of a surplus, replicas of the dearest pool go first, instead of the youngest.</param>
    public void Scale(ObjectKey service, int wanted, bool dearestFirst = false)
    {
        var policy = Spec(service).Scaling;
        var replicas = Replicas(service);
        var target = Math.Clamp(wanted, Math.Max(1, policy.MinReplicas), policy.MaxReplicas);
        var surplus = replicas.OrderBy(pod => pod.Ready).ThenByDescending(pod => dearestFirst ? _cheapestFirst.FindIndex(pool => pool.Name == pod.Pool) : 0).ThenByDescending(pod => pod.CreatedAt);
        foreach (var pod in surplus.Take(replicas.Count - target)) fleet.Terminate(pod, time.Seconds);
        for (var count = replicas.Count; count < target; count++)
        {
            if (_cheapestFirst.Find(pool => fleet.Room(pool, service) > 0) is not { } pool) return;
            fleet.Create(service, pool.Name, time.Seconds);
        }
    }
}
