using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Reconciliation.Scaling;

/// <summary>Turns one service's view into the inputs of the demand and scaling rules. Pure; both loops ask it, so both see the same.</summary>
internal static class ServiceScaler
{
    public static DemandEstimate Estimate(ServiceView view, EffectiveSpec spec, Fleet fleet, TokenRateAnswer answer, ScalingClock clock, DemandMemory memory)
    {
        var leadTimes = LeadTimes(fleet);
        return DemandEstimator.Estimate(new()
        {
            Now = clock.Now,
            Rates = answer.Rates.GetValueOrDefault(view.Service.Key),
            SourceFailure = answer.Failure,
            ScrapeInterval = clock.ScrapeInterval,
            RateWindow = clock.RateWindow,
            ReadyReplicas = Supply(view, leadTimes, clock.Now).Ready,
            ReadySince = SupplyObserver.ReadySince(view.Pods),
            DeclaredCapacity = Capacity.Declared(spec.Scaling),
            Serving = $"{spec.Engine.Name} {spec.Model.Uri}",
            QueueDrain = spec.Scaling.QueueDrain,
            LeadTime = Longest(view, leadTimes),
            Memory = memory,
        });
    }

    public static ScalingOutcome Decide(ServiceView view, EffectiveSpec spec, Fleet fleet, ScalingKnowledge? known, DateTimeOffset now) => ScalingDecider.Decide(new()
    {
        Now = now,
        Policy = spec.Scaling,
        Suspended = spec.Suspended,
        Supply = Supply(view, LeadTimes(fleet), now),
        Demand = known?.Demand ?? new DemandEstimate { Hold = Hold.NotAskedYet, Memory = DemandMemory.Empty },
        Memory = known?.Memory ?? ScalingMemory.Starting(now, view.Service.Status),
    });

    private static Supply Supply(ServiceView view, IReadOnlyDictionary<string, TimeSpan> leadTimes, DateTimeOffset now) =>
        SupplyObserver.Observe(view.Service.Status.DesiredReplicas, view.Deployments, view.Pods, leadTimes, now);

    private static Dictionary<string, TimeSpan> LeadTimes(Fleet fleet) => fleet.ValidPools().ToDictionary(pool => pool.Name, pool => pool.LeadTime);

    /// <summary>A trend must look as far ahead as the slowest pool in use needs.</summary>
    private static TimeSpan Longest(ServiceView view, Dictionary<string, TimeSpan> leadTimes) =>
        view.Deployments.Where(deployment => leadTimes.ContainsKey(deployment.Pool)).Select(deployment => leadTimes[deployment.Pool]).DefaultIfEmpty(TimeSpan.FromMinutes(1)).Max();
}

/// <summary>The moment and the rhythm of the metrics.</summary>
public sealed record ScalingClock(DateTimeOffset Now, TimeSpan ScrapeInterval, TimeSpan RateWindow);
