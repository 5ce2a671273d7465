namespace InferOps.Operator.Core.Placement.Filling;

/// <summary>Fills one lot after the other.</summary>
internal static class OrderedFill
{
    /// <returns>Replicas by lot; null: what must stay costs more than the budget.</returns>
    public static int[]? Solve(FillProblem problem)
    {
        var counts = problem.Lots.Select(lot => lot.Min).ToArray();
        var covered = Total(problem, counts, lot => lot.Speed);
        var spot = Total(problem, counts, lot => lot.Spot ? lot.Speed : 0);
        var spent = Total(problem, counts, lot => lot.MarginalCost);
        if (spent > problem.Budget) return null;
        for (var index = 0; index < counts.Length; index++)
        {
            var lot = problem.Lots[index];
            while (counts[index] < lot.Max
                && covered < problem.Required
                && (!lot.Spot || problem.SpotLimit is not { } limit || spot + lot.Speed <= limit)
                && (problem.Budget is not { } budget || spent + lot.MarginalCost <= budget))
            {
                counts[index]++;
                covered += lot.Speed;
                spot += lot.Spot ? lot.Speed : 0;
                spent += lot.MarginalCost;
            }
        }
        return counts;
    }

    private static decimal Total(FillProblem problem, int[] counts, Func<FillLot, decimal> each) =>
        problem.Lots.Select((lot, index) => counts[index] * each(lot)).Sum();
}
