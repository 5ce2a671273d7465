namespace InferOps.Runtime.Core.Engine;

/// <summary>Text to tokens and back, for one model's vocabulary. Thread-safe.</summary>
public interface ITokenizer
{
    /// <summary>The token every sequence begins with, or −1 where the vocabulary has none.</summary>
    int BeginOfSequence { get; }

    /// <summary>Tokens of <paramref name="text"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecial">Adds the tokens the model expects at the ends, such as the begin-of-sequence token.</param>
    /// <param name="parseSpecial">Reads the text of special tokens as those tokens; false for text that users wrote.</param>
    int[] Tokenize(string text, bool addSpecial, bool parseSpecial);

    /// <summary>Writes the bytes of one token's text, which may begin or end inside a UTF-8 sequence.</summary>
    /// <returns>Bytes written (0 for control tokens); negative when <paramref name="destination"/> is too small: the length needed, negated.</returns>
    int TokenBytes(int token, Span<byte> destination);

    /// <summary>True for tokens with which the model says that it has finished.</summary>
    bool IsEndOfGeneration(int token);

    /// <summary>The conversation as one prompt, in the model's own chat template. Tokenize it with <c>parseSpecial</c>.</summary>
    /// <exception cref="NotSupportedException">The model has no chat template, or one that cannot be applied.</exception>
    string ApplyChatTemplate(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt);
}

/// <summary>One message of a conversation.</summary>
/// <param name="Role"><c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Content">The text.</param>
public sealed record ChatMessage(string Role, string Content);
