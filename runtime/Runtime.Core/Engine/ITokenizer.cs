namespace InferOps.Runtime.Core.Engine;

/// <summary>Text to tokens and back, for one model's vocabulary. Thread-safe.</summary>
public interface ITokenizer
{
    /// <summary>The token every sequence begins with, or −1 where the vocabulary has none.</summary>
    int BeginOfSequence { get; }

    /// <summary>The token that ends a sequence, or −1 where the vocabulary has none.</summary>
    int EndOfSequence { get; }

    /// <summary>Tokens that steer the model and have no text of their own, with how chat templates write them.</summary>
    IReadOnlyList<ControlToken> ControlTokens { get; }

    /// <summary>Tokens of <paramref name="text"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecial">Adds the tokens the model expects at the ends, such as the begin-of-sequence token.</param>
    /// <param name="parseSpecial">Reads the text of control tokens as those tokens; false for text that users wrote.</param>
    int[] Tokenize(string text, bool addSpecial, bool parseSpecial);

    /// <summary>Writes the bytes of one token's text, which may begin or end inside a UTF-8 sequence.</summary>
    /// <returns>Bytes written (0 for control tokens); negative when <paramref name="destination"/> is too small: the length needed, negated.</returns>
    int TokenBytes(int token, Span<byte> destination);

    /// <summary>True for tokens with which the model says that it has finished.</summary>
    bool IsEndOfGeneration(int token);
}

/// <summary>A token that steers the model, and its text, such as <c>&lt;|im_start|&gt;</c>.</summary>
public readonly record struct ControlToken(int Token, string Text);
