using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Reconciliation.Services;

/// <summary>When to look again although nothing changed. Changes arrive by watch; this is for what only time changes.</summary>
internal static class Rhythm
{
    /// <summary>Nothing is expected; a watch that missed something is made good.</summary>
    public static TimeSpan Resync { get; } = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>Replicas become late, inspections are retried, moves become due, and pools get room or may be used again only by time passing.</summary>
    public static TimeSpan Next(ServiceDecision decision, DecisionInput input, bool refused)
    {
        if (refused || decision.Model.Needed || decision.Plan is { Shortfall: > 0 } || input.View.Pods.Any(Starting)) return Soon;
        var ends = (decision.Plan?.Memory.CoolDowns ?? []).Select(coolDown => (DateTimeOffset?)coolDown.Until).Append(decision.Plan?.PlanAgain);
        return ends.Select(end => end - input.Now).Where(left => left > TimeSpan.Zero).OfType<TimeSpan>().Append(Resync).Min();
    }

    private static bool Starting(ObservedPod pod) => pod is { Inspection: false, Ready: false, Terminating: false };
}
