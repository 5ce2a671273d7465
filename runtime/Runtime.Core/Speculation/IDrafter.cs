namespace InferOps.Runtime.Core.Speculation;

/// <summary>Guesses how sequences go on. A wrong guess costs time and nothing else: only tokens that the model itself chooses are ever kept.</summary>
internal interface IDrafter
{
    /// <summary>Seconds of one round, which guesses one token for each of some sequences, by the number of them; null where it costs nothing worth counting.</summary>
    StepCosts? Costs { get; }

    /// <summary>Looks at the tokens a sequence has got since the last time, and learns how good the guesses were.</summary>
    void Follow(Draft draft);

    /// <summary>True when guessing for a sequence can begin with this step, without reading up on it first.</summary>
    bool IsReady(Draft draft);

    /// <summary>How likely the first 1, 2, … guesses for a sequence are all right.</summary>
    /// <param name="draft">The sequence.</param>
    /// <param name="chances">Receives them, falling.</param>
    /// <returns>How many there can be.</returns>
    int Foresee(Draft draft, Span<double> chances);

    /// <summary>Reads up on sequences that are not ready, as far as the budget goes, so that guessing can begin.</summary>
    void ReadUp(IReadOnlyList<Draft> drafts, ReadingBudget budget);

    /// <summary>Fills <see cref="Draft.Proposed"/> of those that are ready, with at most <see cref="Draft.Wanted"/> guesses each.</summary>
    void Propose(IReadOnlyList<Draft> drafts);
}

/// <param name="Seconds">What may be spent now.</param>
/// <param name="SavedPerToken">Seconds that guessing will probably save for every token a sequence still generates.</param>
internal readonly record struct ReadingBudget(double Seconds, double SavedPerToken);
