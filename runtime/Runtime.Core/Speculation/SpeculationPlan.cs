namespace InferOps.Runtime.Core.Speculation;

/// <summary>How many guesses a step should evaluate, the likeliest of a forecast.</summary>
/// <param name="Guesses">0 for a step without any.</param>
/// <param name="Gain">Tokens per second with them, relative to without.</param>
internal readonly record struct SpeculationPlan(int Guesses, double Gain)
{
    public static SpeculationPlan None { get; } = new(0, 1);
}

/// <summary>What a step turned out to be.</summary>
/// <param name="Sequences">Those that needed one token.</param>
/// <param name="Guessed">Guesses evaluated with it.</param>
/// <param name="Accepted">Those that were right.</param>
/// <param name="StepSeconds">Evaluating and choosing.</param>
/// <param name="DraftSeconds">Guessing, and reading up.</param>
internal readonly record struct SpeculationOutcome(int Sequences, int Guessed, int Accepted, double StepSeconds, double DraftSeconds);
