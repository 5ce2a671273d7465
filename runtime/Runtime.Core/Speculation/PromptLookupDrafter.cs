namespace InferOps.Runtime.Core.Speculation;

/// <summary>Guesses that a sequence goes on as it did the last time its last tokens occurred: in quotations, code, tables, lists.</summary>
/// <remarks>Its guesses are free, and it checks them against every token whether they were evaluated or not: what they are worth is known before they cost anything.</remarks>
internal sealed class PromptLookupDrafter : IDrafter
{
    private static readonly double[] Priors = [0.2, 0.4, 0.6, 0.75, 0.85];
    private readonly Acceptance[] _everybody = new Acceptance[LookupMemory.Classes];

    public StepCosts? Costs => null;

    public void Follow(Draft draft)
    {
        var memory = draft.Lookup;
        var tokens = draft.Tokens;
        if (memory.Index.Count == tokens.Length) return;
        if (memory.Index.Count < draft.PromptLength) Extend(memory, tokens[..draft.PromptLength]);
        while (memory.Index.Count < tokens.Length)
        {
            var next = memory.Index.Count;
            if (memory.Match.Length > 0) Learn(memory, tokens[memory.Match.Place] == tokens[next]);
            Extend(memory, tokens[..(next + 1)]);
        }
    }

    public bool IsReady(Draft draft) => true;

    public int Foresee(Draft draft, Span<double> chances)
    {
        var length = draft.Lookup.Match.Length;
        if (length == 0) return 0;
        var all = 1.0;
        for (var i = 0; i < chances.Length; i++) chances[i] = all *= Chance(draft.Lookup, LookupMemory.ClassOf(length + i));
        return chances.Length;
    }

    public void ReadUp(IReadOnlyList<Draft> drafts, ReadingBudget budget)
    {
    }

    public void Propose(IReadOnlyList<Draft> drafts)
    {
        foreach (var draft in drafts)
        {
            draft.Proposed.Clear();
            var tokens = draft.Tokens;
            var match = draft.Lookup.Match;
            if (match.Length == 0) continue;

            // A period shorter than the guess goes on with the guess itself.
            for (var at = match.Place; draft.Proposed.Count < draft.Wanted; at++)
                draft.Proposed.Add(at < tokens.Length ? tokens[at] : draft.Proposed[at - tokens.Length]);
        }
    }

    private static void Extend(LookupMemory memory, ReadOnlySpan<int> tokens)
    {
        memory.Index.Extend(tokens);
        memory.Match = memory.Index.Find(tokens);
    }

    private double Chance(LookupMemory memory, int matches) => memory.ByClass[matches].Chance(_everybody[matches].Chance(Priors[matches]));

    private void Learn(LookupMemory memory, bool right)
    {
        var matches = LookupMemory.ClassOf(memory.Match.Length);
        memory.ByClass[matches].Add(right);
        _everybody[matches].Add(right);
    }
}
