using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Telemetry;

/// <summary>The series of one pool, from its status and its spec.</summary>
public static class PoolSamples
{
    public static IEnumerable<FleetSample> Of(ObservedPool pool, DateTimeOffset now)
    {
        var scope = new Scope([pool.Name, pool.Spec.Type.ToString()]);
        var status = pool.Status;
        foreach (var condition in status.Conditions ?? []) yield return scope.Sample(FleetMetrics.PoolCondition, 1, condition.Type, condition.Status.ToString(), condition.Reason);
        if (status.Nodes is { } nodes) yield return scope.Sample(FleetMetrics.PoolNodes, nodes);
        if (status.Services is { } services) yield return scope.Sample(FleetMetrics.PoolServices, services);
        if (status.HourlyCost is { IsValid: true } cost) yield return scope.Sample(FleetMetrics.PoolHourlyCost, (double)cost.ToDecimal(), pool.Spec.Cost?.Currency ?? EffectivePool.DefaultCurrency);
        if (status.Gpus is not { } gpus) yield break;
        yield return scope.Sample(FleetMetrics.PoolGpus, gpus.Capacity);
        yield return scope.Sample(FleetMetrics.PoolAllocated, gpus.Allocated);
        yield return scope.Sample(FleetMetrics.PoolFree, gpus.Free);
        if (ComputePoolValidator.Validate(pool.Spec).Count == 0) yield return scope.Sample(FleetMetrics.PoolCommitted, Committed(EffectivePool.Resolve(pool), gpus.Capacity, now));
    }

    private static int Committed(EffectivePool pool, int capacity, DateTimeOffset now) => Costs.IsCommitted(pool, now) ? pool.CommittedGpus ?? capacity : 0;
}
