using System.Globalization;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Placement;

/// <summary>
/// Decides which pools to leave alone. Per service, because one service's replica may be late for a reason of its own.
/// <code>
/// late    a replica that is not ready 1.5 × the pool's lead time after it was created
/// stuck   one that the scheduler finds no node for, 30 s on: OnPremises and Dedicated only, for a Cloud makes the node first
/// quota   a pod that the API server does not create, because a ResourceQuota of the namespace is used up
/// pause   60 s × 2^(failures − 1), at most 30 min; forgotten when a replica becomes ready there, or 30 min after it ended
/// </code>
/// </summary>
public static class CoolDowns
{
    private const double LateFactor = 1.5;
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    public static IReadOnlyList<CoolDown> Next(CoolDownInput input) =>
    [
        .. input.Pools.OrderBy(pool => pool.Name, StringComparer.Ordinal)
            .Select(pool => Next(pool, input.Previous.FirstOrDefault(coolDown => coolDown.Pool == pool.Name), input))
            .OfType<CoolDown>(),
    ];

    private static CoolDown? Next(EffectivePool pool, CoolDown? previous, CoolDownInput input)
    {
        var now = input.Now;
        if (previous is not null && now < previous.Until) return previous;
        var pods = input.Pods.Where(pod => pod.Pool == pool.Name && pod is { Inspection: false, Terminating: false, Finished: false }).ToList();
        // Who waits for GPUs that others are about to give back is neither stuck nor late.
        var awaited = pods.Where(pod => !pod.Ready && !(pod.Unschedulable is not null && input.Clearing.Contains(pool.Name)));
        var failures = (previous?.Failures ?? 0) + 1;
        var until = now + Pause(failures);
        if (input.Deployments.Where(deployment => deployment.Pool == pool.Name).Select(QuotaRefusal.Of).OfType<string>().FirstOrDefault() is { } refusal)
            return new(pool.Name, until, refusal, failures) { Reason = PlacementReasons.QuotaExceeded };
        if (awaited.Select(pod => Failure(pool, pod, now)).OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault() is { } cause)
            return new(pool.Name, until, cause, failures);
        var recovered = previous is null || now - previous.Until > Longest || pods.Exists(pod => pod.ReadyAt > previous.Until);
        return recovered ? null : previous;
    }

    private static string? Failure(EffectivePool pool, ObservedPod pod, DateTimeOffset now)
    {
        var age = now - pod.CreatedAt;
        if (pod.Unschedulable is { } why && pool.Type != PoolType.Cloud && age > StuckAfter) return $"the scheduler finds no node: {why}";
        var deadline = pool.LeadTime * LateFactor;
        if (age <= deadline) return null;
        return string.Create(CultureInfo.InvariantCulture, $"a replica was not ready {deadline.TotalSeconds:0} s after it was created{Problem(pod)}");
    }

    private static string Problem(ObservedPod pod) => (pod.Problem?.Reason ?? (pod.Unschedulable is null ? null : "no node came")) is { } reason ? $" ({reason})" : "";

    private static TimeSpan Pause(int failures) => TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(failures - 1, 10)));
}

/// <summary>What one service's replicas show of the pools.</summary>
public sealed record CoolDownInput
{
    /// <summary>What <see cref="CoolDowns"/> said last time; empty after a restart.</summary>
    public IReadOnlyList<CoolDown> Previous { get; init; } = [];

    public required IReadOnlyList<EffectivePool> Pools { get; init; }

    public IReadOnlyList<ObservedPod> Pods { get; init; } = [];

    public IReadOnlyList<ObservedDeployment> Deployments { get; init; } = [];

    /// <summary>Pools in which others are about to give GPUs back.</summary>
    public IReadOnlySet<string> Clearing { get; init; } = new HashSet<string>();

    public required DateTimeOffset Now { get; init; }
}
