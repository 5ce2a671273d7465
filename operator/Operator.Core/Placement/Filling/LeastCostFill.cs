namespace InferOps.Operator.Core.Placement.Filling;

/// <summary>
/// The cheapest fill, exactly. Lots are taken one by one; after each, a partial fill is dropped when another one covers at least as much, uses
/// no more of what is limited, and does not rank behind it. Ranks add up, so whatever completes the dropped one completes the other no worse:
/// nothing that could have been best is lost. The work grows with lots × replicas × frontier, and the frontier has about as many entries as replicas.
/// </summary>
/// <remarks>
/// Ranked by uncovered capacity, then Σ marginal·n + Σ start·max(0, n − current), then fewest replicas, then fewest starts, then most in the
/// earliest lot. Because starts are never negative, a fill that is applied and solved for again is its own best: max(0, ·) obeys the triangle inequality.
/// </remarks>
internal static class LeastCostFill
{
    /// <returns>Replicas by lot; null: the minima alone break a limit.</returns>
    public static int[]? Solve(FillProblem problem)
    {
        List<PartialFill> frontier = [PartialFill.Empty];
        foreach (var lot in problem.Lots) frontier = Undominated(frontier.SelectMany(fill => Extensions(fill, lot, problem)), problem);
        return frontier.Count == 0 ? null : frontier.MinBy(fill => fill, PartialFill.BestFirst)!.Counts();
    }

    private static IEnumerable<PartialFill> Extensions(PartialFill fill, FillLot lot, FillProblem problem)
    {
        for (var count = lot.Min; count <= lot.Max; count++)
        {
            var extended = fill.With(lot, count, problem.Required);
            if (extended.Spot > problem.SpotLimit || extended.Spent > problem.Budget) yield break;
            yield return extended;
            if (extended.Covered >= problem.Required) yield break;
        }
    }

    private static List<PartialFill> Undominated(IEnumerable<PartialFill> fills, FillProblem problem)
    {
        var kept = new List<PartialFill>();
        // In this order a fill can only be dominated by one before it.
        foreach (var fill in fills.Order(PartialFill.BestFirst))
        {
            var dominated = false;
            for (var index = kept.Count - 1; index >= 0 && !dominated; index--) dominated = Dominates(kept[index], fill, problem);
            if (!dominated) kept.Add(fill);
        }
        return kept;
    }

    private static bool Dominates(PartialFill one, PartialFill other, FillProblem problem) =>
        one.Covered >= other.Covered
        && (problem.SpotLimit is null || one.Spot <= other.Spot)
        && (problem.Budget is null || one.Spent <= other.Spent)
        && PartialFill.ByRank.Compare(one, other) <= 0;
}
