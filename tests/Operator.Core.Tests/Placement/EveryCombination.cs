using InferOps.Operator.Core.Placement.Filling;

namespace InferOps.Operator.Core.Tests.Placement;

/// <summary>Solves a fill problem by trying every combination; written from the definition alone.</summary>
internal static class EveryCombination
{
    public static int[]? Best(FillProblem problem) => Combinations(problem, 0)
        .Where(counts => Within(problem, counts))
        .OrderBy(counts => Math.Max(0, problem.Required - Sum(problem, counts, (lot, n) => lot.Speed * n)))
        .ThenBy(counts => Sum(problem, counts, (lot, n) => (lot.MarginalCost * n) + (lot.StartCost * Math.Max(0, n - lot.Current))))
        .ThenBy(counts => counts.Sum())
        .ThenBy(counts => Sum(problem, counts, (lot, n) => Math.Max(0, n - lot.Current)))
        .ThenByDescending(counts => string.Concat(counts), StringComparer.Ordinal)
        .FirstOrDefault();

    private static bool Within(FillProblem problem, int[] counts) =>
        !(Sum(problem, counts, (lot, n) => lot.Spot ? lot.Speed * n : 0) > problem.SpotLimit)
        && !(Sum(problem, counts, (lot, n) => lot.MarginalCost * n) > problem.Budget);

    private static decimal Sum(FillProblem problem, int[] counts, Func<FillLot, int, decimal> each) =>
        problem.Lots.Select((lot, index) => each(lot, counts[index])).Sum();

    private static IEnumerable<int[]> Combinations(FillProblem problem, int index)
    {
        if (index == problem.Lots.Count) return [[]];
        var lot = problem.Lots[index];
        return Enumerable.Range(lot.Min, lot.Max - lot.Min + 1).SelectMany(_ => Combinations(problem, index + 1), (count, rest) => (int[])[count, .. rest]);
    }
}
