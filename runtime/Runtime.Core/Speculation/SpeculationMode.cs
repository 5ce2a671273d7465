namespace InferOps.Runtime.Core.Speculation;

/// <summary>Where guesses at the next tokens may come from. Whether any are made is decided step by step, by what they cost and bring.</summary>
public enum SpeculationMode
{
    /// <summary>Whatever of the others there is, the one that pays best.</summary>
    Auto,

    /// <summary>No guesses.</summary>
    Off,

    /// <summary>Texts that repeat themselves: what followed the last time.</summary>
    PromptLookup,

    /// <summary>A smaller model with the same vocabulary.</summary>
    Draft,
}
