using System.Runtime.InteropServices;

namespace InferOps.Runtime.Core.Speculation;

/// <summary>What is guessed about one sequence. Belongs to the engine thread.</summary>
/// <param name="tokens">The sequence's tokens so far, prompt first. They only ever grow.</param>
/// <param name="promptLength">Those of them that the sequence began with.</param>
internal sealed class Draft(List<int> tokens, int promptLength)
{
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(tokens);

    public int PromptLength { get; } = promptLength;

    /// <summary>Id of the sequence in its context.</summary>
    public int Sequence { get; set; }

    /// <summary>Most guesses that can be of use: the sequence ends after them.</summary>
    public int Room { get; set; }

    /// <summary>Guesses that are wanted for the next step.</summary>
    public int Wanted { get; set; }

    /// <summary>Guesses at the tokens that follow <see cref="Tokens"/>, in order; at most <see cref="Wanted"/>.</summary>
    public List<int> Proposed { get; } = [];

    /// <summary>What the prompt lookup knows about the tokens.</summary>
    public LookupMemory Lookup { get; } = new();

    /// <summary>How the draft model did for this sequence.</summary>
    public ModelMemory Model { get; } = new();
}
