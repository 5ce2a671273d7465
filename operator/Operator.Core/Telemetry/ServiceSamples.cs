using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Telemetry;

/// <summary>The series of one service: its status, and the latest estimate of its demand. What is unknown has no series; a zero would be a claim.</summary>
public static class ServiceSamples
{
    /// <param name="demand">Null: not estimated yet.</param>
    public static IEnumerable<FleetSample> Of(ObservedService service, DemandEstimate? demand)
    {
        var scope = new Scope([service.Key.Namespace, service.Key.Name]);
        return [.. Replicas(scope, service), .. Load(scope, demand), .. Money(scope, service.Status.Placement), .. Objectives(scope, service.Spec.Scaling?.Objectives), .. Findings(scope, service, demand)];
    }

    private static IEnumerable<FleetSample> Replicas(Scope scope, ObservedService service)
    {
        var status = service.Status;
        yield return scope.Sample(FleetMetrics.ServiceInfo, 1, status.Engine ?? "", status.Model?.ServedName ?? service.Spec.Model.ServedName ?? service.Key.Name);
        if (status.DesiredReplicas is { } desired) yield return scope.Sample(FleetMetrics.Desired, desired);
        yield return scope.Sample(FleetMetrics.Replicas, status.Replicas ?? 0);
        yield return scope.Sample(FleetMetrics.Ready, status.ReadyReplicas ?? 0);
        if (service.Spec.Scaling?.MinReplicas is { } min) yield return scope.Sample(FleetMetrics.MinReplicas, min);
        if (service.Spec.Scaling?.MaxReplicas is { } max) yield return scope.Sample(FleetMetrics.MaxReplicas, max);
        foreach (var pool in status.Placement?.Pools ?? [])
        {
            yield return scope.Sample(FleetMetrics.PoolDesired, pool.Desired, pool.Name, pool.Type.ToString());
            yield return scope.Sample(FleetMetrics.PoolReady, pool.Ready, pool.Name, pool.Type.ToString());
        }
    }

    private static IEnumerable<FleetSample> Load(Scope scope, DemandEstimate? estimate)
    {
        if (estimate?.Demand is { } demand && double.IsFinite(demand.Total))
        {
            yield return scope.Sample(FleetMetrics.Demand, demand.Total);
            yield return scope.Sample(FleetMetrics.Backlog, demand.Backlog);
        }
        if (estimate?.Throughput is not { } throughput) yield break;
        yield return scope.Sample(FleetMetrics.PromptTokens, throughput.Prompt);
        yield return scope.Sample(FleetMetrics.GeneratedTokens, throughput.Generated);
    }

    private static IEnumerable<FleetSample> Money(Scope scope, PlacementStatus? placement)
    {
        if (placement?.Currency is not { } currency) yield break;
        foreach (var (metric, amount) in new[]
            { (FleetMetrics.HourlyCost, placement.HourlyCost), (FleetMetrics.HourlySavings, placement.SavingsVersusCloudOnly), (FleetMetrics.CostPerMillionTokens, placement.CostPerMillionTokens) })
        {
            if (amount is { IsValid: true } known) yield return scope.Sample(metric, (double)known.ToDecimal(), currency);
        }
    }

    private static IEnumerable<FleetSample> Objectives(Scope scope, ObjectivesSpec? objectives)
    {
        if (objectives?.TimeToFirstToken is { IsValid: true } first) yield return scope.Sample(FleetMetrics.Objective, first.ToTimeSpan().TotalSeconds, "time_to_first_token");
        if (objectives?.InterTokenLatency is { IsValid: true } between) yield return scope.Sample(FleetMetrics.Objective, between.ToTimeSpan().TotalSeconds, "inter_token_latency");
    }

    private static IEnumerable<FleetSample> Findings(Scope scope, ObservedService service, DemandEstimate? estimate)
    {
        if (estimate?.Hold is { } hold && service.Spec.Suspend != true) yield return scope.Sample(FleetMetrics.ScalingHeld, 1, hold.Reason);
        foreach (var condition in service.Status.Conditions ?? [])
            yield return scope.Sample(FleetMetrics.Condition, 1, condition.Type, condition.Status.ToString(), condition.Reason);
        foreach (var rejected in (service.Status.Placement?.Rejected ?? []).Where(rejected => rejected.Reason == PlacementReasons.CoolingDown))
            yield return scope.Sample(FleetMetrics.CoolingDown, 1, rejected.Name);
        foreach (var advice in (service.Status.Advice ?? []).DistinctBy(advice => (advice.Pool, advice.Action)))
            yield return scope.Sample(FleetMetrics.Advice, 1, advice.Pool, advice.Action);
    }
}
