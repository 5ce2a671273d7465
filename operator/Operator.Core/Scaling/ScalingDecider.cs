using InferOps.Operator.Core.Scaling.Steps;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Scaling;

/// <summary>A decision and what the next one must know of it.</summary>
public sealed record ScalingOutcome(ScalingDecision Decision, ScalingMemory Memory);

/// <summary>Decides how many replicas a service should have, and says why.</summary>
public static class ScalingDecider
{
    /// <summary>The rules, in the order they apply. Each changes the number or leaves it, and names itself when it changes it.</summary>
    internal static IReadOnlyList<ScalingStep> Steps { get; } =
    [
        Thresholds.Apply,
        Tolerance.Apply,
        PendingSupply.Remember,
        PartialMetrics.Apply,
        Stabilization.Apply,
        RateLimits.Apply,
        Rollout.Apply,
        PendingSupply.Apply,
        LastReplica.Apply,
        ScheduledMinimum.Apply,
        Bounds.Apply,
    ];

    public static ScalingOutcome Decide(ScalingInput input) => (input.Suspended, input.Policy.Mode, input.Supply.Current) switch
    {
        (true, _, _) => WithoutMetrics(input, 0, ScalingReasons.Suspended, "spec.suspend is true: nothing runs."),
        (_, ScalingMode.Off, _) => WithoutMetrics(input, input.Policy.FixedReplicas, ScalingReasons.Fixed, "spec.scaling.mode is Off: the number of replicas is spec.scaling.replicas."),
        (_, _, null) => WithoutMetrics(input, First(input), ScalingReasons.Initial, "First replicas; scaling begins when they are ready."),
        (_, _, { } current) => Scale(input, current),
    };

    /// <summary>A service that may go to zero still starts with one replica: only that shows that its model loads.</summary>
    private static int First(ScalingInput input)
    {
        var policy = input.Policy;
        var least = Math.Max(Math.Max(policy.MinReplicas, 1), policy.ScheduledMinimum(input.Now));
        return Math.Min(least, Math.Max(policy.MaxReplicas, policy.MinReplicas));
    }

    private static ScalingOutcome Scale(ScalingInput input, int current)
    {
        var start = new Proposal(current, [], input.Memory.Observe(input.Now, current, input.Policy));
        var proposal = Steps.Aggregate(start, (proposal, step) => step(input, current, proposal));
        // Applies from the next decision on, so that of two demands in the same state the greater one never gets fewer replicas.
        proposal = proposal with { Memory = proposal.Memory with { Usable = LatencyGuard.Learn(input), Standby = Standby.Of(input, proposal.Replicas) } };
        var decision = Explanation.Of(input, current, proposal);
        return new ScalingOutcome(input.Policy.Mode == ScalingMode.Advisory ? Explanation.AsAdvice(decision, current) : decision, proposal.Memory);
    }

    private static ScalingOutcome WithoutMetrics(ScalingInput input, int replicas, string reason, string message)
    {
        var current = input.Supply.Current ?? replicas;
        // What is recommended while no rule applies is what there is: leaving this mode removes nothing before a whole window was seen.
        var memory = input.Memory.Observe(input.Now, current, input.Policy) with { IdleSince = null, Asked = 0 };
        return new ScalingOutcome(
            new ScalingDecision
            {
                Time = input.Now,
                Replicas = replicas,
                Reason = reason,
                Message = message,
                Demand = input.Demand.Demand?.Total,
                Throughput = input.Demand.Throughput,
                Hold = input.Demand.Hold,
            },
            memory with { Recommendations = [.. memory.Recommendations, new Recommendation(input.Now, Math.Max(current, replicas))] });
    }
}
