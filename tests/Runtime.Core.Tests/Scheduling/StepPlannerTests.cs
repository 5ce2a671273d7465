using FsCheck;
using FsCheck.Fluent;
using InferOps.Runtime.Core.Scheduling;

namespace InferOps.Runtime.Core.Tests.Scheduling;

public sealed class StepPlannerTests
{
    public static TheoryData<string, int[], int[]> Plans => new()
    {
        { "nothing to do", [], [] },
        { "streams get their token", [1, 1, 1], [1, 1, 1] },
        { "a lone prompt gets the whole batch", [50], [32] },
        { "prompts finish one after another", [20, 20], [20, 12] },
        { "while anything decodes, prompts share the smaller budget", [50, 1, 50], [8, 1, 0] },
        { "what the first prompt leaves goes to the second", [3, 1, 50], [3, 1, 5] },
        { "more streams than the batch holds: oldest first", [.. Enumerable.Repeat(1, 34)], [.. Enumerable.Repeat(1, 32), 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void Plan(string what, int[] pending, int[] expected) =>
        Assert.True(expected.SequenceEqual(PlanFor(pending, new StepBudget(32, 8))), what);

    [Fact]
    public void No_plan_exceeds_the_budget_or_what_is_pending_and_every_plan_makes_progress() =>
        Prop.ForAll(States(), state =>
        {
            var (pending, budget) = state;
            var plan = PlanFor(pending, budget);
            var decodes = pending.Contains(1);
            var prefill = plan.Where((_, i) => pending[i] > 1).Sum();
            return plan.Sum() <= budget.BatchTokens
                && plan.Zip(pending, (given, wanted) => given >= 0 && given <= wanted).All(within => within)
                && (!decodes || prefill <= budget.PrefillTokensWhileDecoding)
                && (pending.Length == 0 || plan.Sum() > 0);
        }).QuickCheckThrowOnFailure();

    private static int[] PlanFor(int[] pending, StepBudget budget)
    {
        var plan = Enumerable.Repeat(-1, pending.Length).ToArray();
        StepPlanner.Plan(pending, budget, plan);
        return plan;
    }

    private static Arbitrary<(int[] Pending, StepBudget Budget)> States() => (
        from pending in Gen.Choose(1, 300).Or(Gen.Constant(1)).ArrayOf()
        from batch in Gen.Choose(1, 64)
        from prefill in Gen.Choose(1, 64)
        select (pending, new StepBudget(batch, prefill))).ToArbitrary();
}
