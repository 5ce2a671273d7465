namespace InferOps.Runtime.Core.Speculation;

/// <summary>How the engine guesses ahead.</summary>
public sealed record SpeculationOptions
{
    public SpeculationMode Mode { get; init; } = SpeculationMode.Auto;

    /// <summary>Most tokens guessed for one sequence in one step. Default 8.</summary>
    public int MaxTokens { get; init; } = 8;

    /// <summary>Guess as much as there is to guess, whatever it costs: for tests and measurements.</summary>
    public bool Always { get; init; }
}
