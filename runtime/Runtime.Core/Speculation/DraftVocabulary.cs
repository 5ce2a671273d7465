using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Speculation;

/// <summary>A draft model guesses in token numbers: they must mean the same in both vocabularies.</summary>
public static class DraftVocabulary
{
    /// <exception cref="InvalidDataException">They do not; the message says where.</exception>
    public static void Check(Vocabulary target, Vocabulary draft)
    {
        if (target.Size != draft.Size)
            throw new InvalidDataException($"the draft model has a vocabulary of {draft.Size} tokens, the model one of {target.Size}: it must be the same");
        var (left, right) = (new byte[64], new byte[64]);
        for (var token = 0; token < target.Size; token++)
        {
            if (!Bytes(target.Tokenizer, token, ref left).SequenceEqual(Bytes(draft.Tokenizer, token, ref right)) || target.Tokenizer.IsEndOfGeneration(token) != draft.Tokenizer.IsEndOfGeneration(token))
                throw new InvalidDataException($"token {token} of the draft model is not that of the model: their vocabularies must be the same");
        }
    }

    private static ReadOnlySpan<byte> Bytes(ITokenizer tokenizer, int token, ref byte[] buffer)
    {
        var length = tokenizer.TokenBytes(token, buffer);
        if (length >= 0) return buffer.AsSpan(0, length);
        buffer = new byte[-length];
        return buffer.AsSpan(0, tokenizer.TokenBytes(token, buffer));
    }
}

/// <param name="Tokenizer">Its tokens.</param>
/// <param name="Size">How many there are.</param>
public sealed record Vocabulary(ITokenizer Tokenizer, int Size);
