using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Reconciliation.Scaling;

/// <summary>Turns one service's view into the inputs of the demand and scaling rules. Pure; both loops ask it, so both see the same.</summary>
internal static class ServiceScaler
{
    /// <summary>Before the first answer of Prometheus nothing is known, which is not zero.</summary>
    private static readonly Hold NotAskedYet = new(HoldReasons.MetricsStarting, "The operator has just started and has not asked Prometheus yet; the number of replicas is kept.");

    public static DemandEstimate Estimate(ServiceView view, EffectiveSpec spec, Fleet fleet, TokenRateAnswer answer, ScalingClock clock, DemandMemory memory)
    {
        var ready = view.Pods.Where(IsReady).ToList();
        return DemandEstimator.Estimate(new()
        {
            Now = clock.Now,
            Rates = answer.Rates.GetValueOrDefault(view.Service.Key),
            SourceFailure = answer.Failure,
            ScrapeInterval = clock.ScrapeInterval,
            ReadyReplicas = ready.Count,
            ReadySince = ready.Min(pod => pod.ReadyAt),
            DeclaredCapacity = Capacity.Declared(spec.Scaling),
            QueueDrain = spec.Scaling.QueueDrain,
            LeadTime = LongestLeadTime(view, fleet),
            Memory = memory,
        });
    }

    public static ScalingOutcome Decide(ServiceView view, EffectiveSpec spec, Fleet fleet, ScalingKnowledge? known, DateTimeOffset now) => ScalingDecider.Decide(new()
    {
        Now = now,
        Policy = spec.Scaling,
        Suspended = spec.Suspended,
        Supply = Supply(view, fleet, now),
        Demand = known?.Demand ?? new DemandEstimate { Hold = NotAskedYet, Memory = DemandMemory.Empty },
        Memory = known?.Memory ?? ScalingMemory.Starting(now, view.Service.Status),
    });

    private static Supply Supply(ServiceView view, Fleet fleet, DateTimeOffset now)
    {
        var replicas = view.Pods.Where(pod => !pod.Inspection && !pod.Terminating && !pod.Finished).ToList();
        var starting = replicas.Where(pod => !pod.Ready).ToList();
        var late = starting.Count(pod => Core.Scaling.Supply.IsLate(now - pod.CreatedAt, LeadTime(fleet, pod.Pool)));
        var notCreatedYet = view.Deployments.Sum(deployment => Math.Max(0, deployment.DesiredReplicas - replicas.Count(pod => pod.Pool == deployment.Pool)));
        return new()
        {
            Current = view.Service.Status.DesiredReplicas,
            Ready = replicas.Count(pod => pod.Ready),
            Pending = starting.Count - late + notCreatedYet,
            Late = late,
            RolloutInProgress = view.Deployments.Any(deployment => deployment.RolloutInProgress),
        };
    }

    private static bool IsReady(ObservedPod pod) => pod is { Inspection: false, Ready: true, Terminating: false };

    /// <summary>A trend must look as far ahead as the slowest pool in use needs.</summary>
    private static TimeSpan LongestLeadTime(ServiceView view, Fleet fleet) =>
        view.Deployments.Select(deployment => LeadTime(fleet, deployment.Pool)).DefaultIfEmpty(TimeSpan.FromMinutes(1)).Max();

    private static TimeSpan LeadTime(Fleet fleet, string pool) =>
        fleet.Pools.FirstOrDefault(candidate => candidate.Name == pool) is { } found && ComputePoolValidator.Validate(found.Spec).Count == 0
            ? EffectivePool.Resolve(found).LeadTime
            : TimeSpan.FromMinutes(1);
}

/// <summary>The moment and the rhythm of the metrics.</summary>
public sealed record ScalingClock(DateTimeOffset Now, TimeSpan ScrapeInterval);
