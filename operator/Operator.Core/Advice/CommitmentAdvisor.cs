using InferOps.Operator.Core.Advice.Rules;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Advice;

/// <summary>
/// Compares the price of a commitment with what its GPUs would save elsewhere, GPU by GPU, from the load-duration curve:
/// <code>
/// worth of the k-th GPU = Σ over cloud pools: share of hours in which it takes the place of one there × its price
/// rent     the k-th   while  worth ≥ rent, which is P(need ≥ k) ≥ rent / cloud price where there is one cloud pool
/// buy      the k-th   while  it pays for itself in less than half its life
/// release  the k-th   once   worth &lt; rent, early enough for the notice
/// </code>
/// Where renting and buying would relieve the same cloud pool, the one that saves more is advised.
/// </summary>
public static class CommitmentAdvisor
{
    public static Outlook Advise(OutlookInput input)
    {
        var pools = input.Pools.ToDictionary(pool => pool.Name, StringComparer.Ordinal);
        var judged = input.Pools.Where(IsComparable).ToDictionary(pool => pool.Name, pool => Of(input, pool.Name).Hours >= input.LeastHours, StringComparer.Ordinal);
        var verdicts = new List<Verdict>();
        foreach (var pool in input.Pools.Where(pool => judged.GetValueOrDefault(pool.Name)))
        {
            var worth = new Worth(pool, Of(input, pool.Name), pools);
            var committed = input.Committed.GetValueOrDefault(pool.Name);
            verdicts.Add(pool.Type == PoolType.OnPremises ? BuyRule.Judge(worth, committed) : RentRule.Judge(worth, committed, input.Now));
        }

        var advised = verdicts.ToDictionary(verdict => verdict.Pool, verdict => (int?)verdict.Gpus);
        return new()
        {
            Judged = judged,
            Advice = [.. WithoutRivals(verdicts.Select(verdict => verdict.Advice).OfType<CommitmentAdvice>()).OrderBy(advice => advice.Pool, StringComparer.Ordinal)],
            History = input.History with
            {
                Pools = input.History.Pools.ToDictionary(pool => pool.Key, pool => pool.Value with { Advised = advised.GetValueOrDefault(pool.Key, pool.Value.Advised) }, StringComparer.Ordinal),
            },
        };
    }

    /// <summary>What a GPU costs must be known; an owned one that nobody priced is not asked about.</summary>
    private static bool IsComparable(EffectivePool pool) => pool.Type switch
    {
        PoolType.OnPremises => pool.CapexPerGpu > 0,
        PoolType.Dedicated => pool.GpuHour > 0,
        _ => false,
    };

    private static PoolHistory Of(OutlookInput input, string pool) => input.History.Pools.GetValueOrDefault(pool, PoolHistory.Empty);

    private static IEnumerable<CommitmentAdvice> WithoutRivals(IEnumerable<CommitmentAdvice> advice)
    {
        var relieved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in advice.OrderByDescending(one => one.MonthlySaving).ThenBy(one => one.Pool, StringComparer.Ordinal))
        {
            if (one.Action != AdviceActions.Release && one.Instead.Any(relieved.Contains)) continue;
            if (one.Action != AdviceActions.Release) relieved.UnionWith(one.Instead);
            yield return one;
        }
    }
}

/// <summary>One moment to advise at.</summary>
public sealed record OutlookInput
{
    /// <summary>A week, less what is forgotten of it: no day of the week decides for the others.</summary>
    public static double Week { get; } = PoolHistory.Memory.TotalHours * (1 - Math.Exp(-7 / PoolHistory.Memory.TotalDays));

    public required DateTimeOffset Now { get; init; }

    /// <summary>Valid ones.</summary>
    public required IReadOnlyList<EffectivePool> Pools { get; init; }

    /// <summary>GPUs that are paid for anyway and left to services, by pool.</summary>
    public required IReadOnlyDictionary<string, int> Committed { get; init; }

    public required LoadHistory History { get; init; }

    /// <summary>Hours of a pool's load below which nothing is said.</summary>
    public double LeastHours { get; init; } = Week;
}
