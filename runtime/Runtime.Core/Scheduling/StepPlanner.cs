namespace InferOps.Runtime.Core.Scheduling;

/// <summary>Plans one step: how many tokens each running sequence gets to catch up with.</summary>
/// <remarks>
/// There is no prefill phase and no decode phase. A sequence that lacks one token is about to produce its next one and goes first, so that running streams
/// stay smooth; what is left of the budget goes to longer backlogs, oldest first, so that prompts finish one after another instead of all late. While
/// anything decodes, backlogs share a smaller budget: a long prompt is chunked and delays others by one chunk, not by its length.
/// </remarks>
public static class StepPlanner
{
    /// <param name="pending">Tokens each running sequence has to catch up with, at least one, oldest sequence first.</param>
    /// <param name="budget">What a step may evaluate.</param>
    /// <returns>Tokens for each sequence, in the same order; 0 for those that wait for the next step.</returns>
    public static int[] Plan(ReadOnlySpan<int> pending, StepBudget budget)
    {
        var plan = new int[pending.Length];
        var left = budget.BatchTokens;
        for (var i = 0; i < pending.Length && left > 0; i++)
        {
            if (pending[i] != 1) continue;
            plan[i] = 1;
            left--;
        }

        if (left < budget.BatchTokens) left = Math.Min(left, budget.PrefillTokensWhileDecoding);
        for (var i = 0; i < pending.Length && left > 0; i++)
        {
            if (pending[i] == 1) continue;
            plan[i] = Math.Min(pending[i], left);
            left -= plan[i];
        }

        return plan;
    }
}

/// <param name="BatchTokens">Most tokens of one step.</param>
/// <param name="PrefillTokensWhileDecoding">Most of them for sequences that lack more than one token, while another lacks just one.</param>
public readonly record struct StepBudget(int BatchTokens, int PrefillTokensWhileDecoding)
{
    /// <summary>A smaller step, for a cache that had no room for this one.</summary>
    public StepBudget Halved() => this with { BatchTokens = BatchTokens / 2 };
}
