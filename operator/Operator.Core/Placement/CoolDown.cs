using System.Globalization;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Placement;

/// <summary>A pool that failed to deliver and is left alone for a while. What runs there stays.</summary>
/// <param name="Cause">What failed, for humans.</param>
/// <param name="Failures">How often in a row; each one doubles the time.</param>
public sealed record CoolDown(string Pool, DateTimeOffset Until, string Cause, int Failures = 1);

/// <summary>
/// Decides which pools to leave alone. Per service, because one service's replica may be late for a reason of its own.
/// <code>
/// late    a replica that is not ready 1.5 × the pool's lead time after it was created
/// stuck   one that the scheduler finds no node for, 30 s on: OnPremises and Dedicated only, for a Cloud makes the node first
/// pause   60 s × 2^(failures − 1), at most 30 min; forgotten when a replica becomes ready there, or 30 min after it ended
/// </code>
/// </summary>
public static class CoolDowns
{
    private const double LateFactor = 1.5;
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <param name="previous">What this returned last time; empty after a restart.</param>
    /// <param name="pods">Pods of one service.</param>
    /// <param name="clearing">Pools in which others are about to give GPUs back: who waits there is not stuck.</param>
    public static IReadOnlyList<CoolDown> Next(
        IReadOnlyList<CoolDown> previous, IEnumerable<ObservedPod> pods, IEnumerable<EffectivePool> pools, DateTimeOffset now, IReadOnlySet<string> clearing)
    {
        var byPool = pods.Where(pod => !pod.Inspection && !pod.Terminating && !pod.Finished).ToLookup(pod => pod.Pool, StringComparer.Ordinal);
        return
        [
            .. pools.OrderBy(pool => pool.Name, StringComparer.Ordinal)
                .Select(pool => Next(pool, previous.FirstOrDefault(coolDown => coolDown.Pool == pool.Name), byPool[pool.Name].Select(pod => clearing.Contains(pool.Name) ? pod with { Unschedulable = null } : pod), now))
                .OfType<CoolDown>(),
        ];
    }

    private static CoolDown? Next(EffectivePool pool, CoolDown? previous, IEnumerable<ObservedPod> pods, DateTimeOffset now)
    {
        if (previous is not null && now < previous.Until) return previous;
        var starting = pods.ToList();
        if (starting.Where(pod => !pod.Ready).Select(pod => Failure(pool, pod, now)).OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault() is { } cause)
        {
            var failures = (previous?.Failures ?? 0) + 1;
            return new(pool.Name, now + Pause(failures), cause, failures);
        }
        var recovered = previous is null || now - previous.Until > Longest || starting.Any(pod => pod.ReadyAt > previous.Until);
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
