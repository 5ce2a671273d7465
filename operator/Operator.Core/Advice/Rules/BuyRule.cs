using InferOps.Operator.Core.Placement;

namespace InferOps.Operator.Core.Advice.Rules;

/// <summary>How many more GPUs would have earned their price within half their life. What was bought is not given back.</summary>
internal static class BuyRule
{
    public static Verdict Judge(Worth worth, int committed)
    {
        var pool = worth.Pool;
        var capex = pool.CapexPerGpu ?? 0;
        var gpus = worth.Count(capex / (pool.LifetimeMonths / 2m * Costs.HoursPerMonth), committed);
        if (gpus <= committed) return new(pool.Name, gpus, null);
        var bought = gpus - committed;
        var earned = Enumerable.Range(committed + 1, bought).Sum(gpu => worth.Of(gpu) - worth.Energy(gpu)) * Costs.HoursPerMonth;
        return new(pool.Name, gpus, new()
        {
            Pool = pool.Name,
            Action = AdviceActions.Buy,
            Gpus = bought,
            Committed = committed,
            ShareOfHours = worth.History.Share(gpus),
            MonthlySaving = Math.Max(0, earned - (bought * capex / pool.LifetimeMonths)),
            PaybackMonths = bought * capex / earned,
            LifetimeMonths = pool.LifetimeMonths,
            Currency = pool.Currency,
            Instead = worth.Relieved(committed + 1, gpus),
        });
    }
}
