using FsCheck;
using FsCheck.Fluent;
using InferOps.Operator.Core.Placement.Filling;

namespace InferOps.Operator.Core.Tests.Placement;

public sealed class LeastCostFillTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(10_000);

    [Fact]
    public void Is_as_good_as_trying_every_combination() =>
        Prop.ForAll(FillProblems.Any, problem => Same(LeastCostFill.Solve(problem), EveryCombination.Best(problem))).Check(Many);

    [Fact]
    public void A_fill_that_is_applied_is_its_own_best() =>
        Prop.ForAll(FillProblems.Any, problem => LeastCostFill.Solve(problem) is not { } fill || Same(LeastCostFill.Solve(Applied(problem, fill)), fill)).Check(Many);

    [Fact]
    public void Never_breaks_a_limit() => Prop.ForAll(FillProblems.Any, problem =>
    {
        if (LeastCostFill.Solve(problem) is not { } fill) return true;
        var pairs = problem.Lots.Zip(fill).ToList();
        return pairs.All(pair => pair.Second >= pair.First.Min && pair.Second <= pair.First.Max)
            && (problem.Budget is null || pairs.Sum(pair => pair.First.MarginalCost * pair.Second) <= problem.Budget)
            && (problem.SpotLimit is null || pairs.Where(pair => pair.First.Spot).Sum(pair => pair.First.Speed * pair.Second) <= problem.SpotLimit);
    }).Check(Many);

    [Fact]
    public void Six_pools_of_64_replicas_are_solved_at_once()
    {
        var lots = Enumerable.Range(0, 6)
            .Select(pool => new FillLot { Pool = pool, Max = 64, MarginalCost = 0.31m * (pool + 1), StartCost = 0.05m, Speed = 1 + (0.37m * pool) })
            .ToList();
        var started = TimeProvider.System.GetTimestamp();
        var fill = LeastCostFill.Solve(new(lots, Required: 64, SpotLimit: null, Budget: null));
        Assert.NotNull(fill);
        Assert.True(lots.Zip(fill).Sum(pair => pair.First.Speed * pair.Second) >= 64);
        // A bound for a loaded machine; alone it takes a few milliseconds.
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
    }

    private static FillProblem Applied(FillProblem problem, int[] fill) =>
        problem with { Lots = [.. problem.Lots.Select((lot, index) => lot with { Current = fill[index] })] };

    private static bool Same(int[]? one, int[]? other) => one is null ? other is null : other is not null && one.SequenceEqual(other);
}
