using InferOps.Operator.Core.Placement;

namespace InferOps.Operator.Core.Advice.Rules;

/// <summary>How many GPUs are worth their rent: more are to be rented, fewer given back when the term lets go of them.</summary>
internal static class RentRule
{
    /// <summary>How long before the end of a term giving back is spoken of: longer than the notice that contracts ask for.</summary>
    public static TimeSpan Notice { get; } = TimeSpan.FromDays(90);

    public static Verdict Judge(Worth worth, int committed, DateTimeOffset now)
    {
        var pool = worth.Pool;
        var rent = pool.GpuHour ?? 0;
        var gpus = worth.Count(rent, committed);
        if (gpus > committed) return new(pool.Name, gpus, Of(AdviceActions.Rent, committed + 1, gpus));
        // Until then it costs the same, used or not.
        var isDue = pool.TermEnds is not { } ends || ends - now <= Notice;
        return new(pool.Name, gpus, gpus < committed && isDue ? Of(AdviceActions.Release, gpus + 1, committed) with { TermEnds = pool.TermEnds } : null);

        CommitmentAdvice Of(string action, int first, int last)
        {
            var sign = action == AdviceActions.Rent ? 1 : -1;
            var saving = Enumerable.Range(first, last - first + 1).Sum(gpu => sign * (worth.Of(gpu) - worth.Energy(gpu) - rent));
            return new()
            {
                Pool = pool.Name,
                Action = action,
                Gpus = last - first + 1,
                Committed = committed,
                ShareOfHours = worth.History.Share(action == AdviceActions.Rent ? last : first),
                MonthlySaving = Math.Max(0, saving * Costs.HoursPerMonth),
                Currency = pool.Currency,
                Instead = action == AdviceActions.Rent ? worth.Relieved(first, last) : [],
            };
        }
    }
}
