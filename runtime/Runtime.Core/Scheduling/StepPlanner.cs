namespace InferOps.Runtime.Core.Scheduling;

/// <summary>Plans one step: how many tokens each running sequence gets to catch up with.</summary>
/// <remarks>
/// There is no prefill phase and no decode phase. A sequence that lacks one token is about to produce its next one and goes first, so that running streams
/// stay smooth; what is left of the budget goes to longer backlogs, those that matter most first, so that prompts finish one after another instead of all late. While
/// anything decodes, backlogs share a smaller budget: a long prompt is chunked and delays others by one chunk, not by its length.
/// </remarks>
public static class StepPlanner
{
    /// <param name="pending">Tokens each running sequence has to catch up with, at least one, those that matter most first.</param>
    /// <param name="budget">What a step may evaluate.</param>
    /// <param name="plan">Receives the tokens for each sequence, in the same order; 0 for those that wait for the next step.</param>
    public static void Plan(ReadOnlySpan<int> pending, StepBudget budget, Span<int> plan)
    {
        plan.Clear();
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
    }
}

/// <param name="BatchTokens">Most tokens of one step.</param>
/// <param name="PrefillTokensWhileDecoding">Most of them for sequences that lack more than one token, while another lacks just one.</param>
public readonly record struct StepBudget(int BatchTokens, int PrefillTokensWhileDecoding)
{
    /// <summary>A smaller step, for a cache that had no room for this one.</summary>
    public StepBudget Within(int tokens) => this with { BatchTokens = tokens };
}
