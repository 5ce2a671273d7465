namespace InferOps.TestKit.Gguf;

/// <summary>Everything that one reciter knows.</summary>
/// <param name="Recitals">Texts that no two of which go on differently after the same three tokens.</param>
/// <param name="ControlTokens">Texts that are one control token each, beside those of every vocabulary.</param>
public sealed record Repertoire(IReadOnlyList<Recital> Recitals, params IReadOnlyList<string> ControlTokens)
{
    public static Repertoire Standard { get; } = new(Recital.All);

    /// <param name="atLeast">Tokens to fill it up to.</param>
    public Vocabulary Vocabulary(int atLeast = 0) => new(string.Join('\n', Recitals.Select(recital => recital.Trigger + recital.Text)), atLeast, ControlTokens);
}
