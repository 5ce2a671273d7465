namespace InferOps.TestKit.Gguf;

/// <summary>One attention head that finds the position after the last occurrence of the current token and says what stands there.</summary>
/// <remarks>
/// Query: the code of the current token; key: the code of the token before. Both lie in the pairs that do not rotate, so only content counts.
/// One more place gives &lt;|bos|> the score 0.6, more than any accidental cosine and less than a match: where nothing matches, attention rests
/// there, and the value there is the code of the end of turn. The result is weaker than the memory's, which therefore wins.
/// </remarks>
internal static class ReciterInduction
{
    private const float Sharpness = 600;
    private const float Strength = 1.5f;
    private const float BeginScore = 0.6f;

    public static AttentionWeights Attention(ReciterCodes codes, Vocabulary vocabulary, ModelShape shape)
    {
        const int still = 2 * ReciterLookBack.Rotating;
        const int sink = still + ReciterCodes.Length;
        var attention = new AttentionWeights(shape);
        attention.Queries.AddIdentity(still, Reciter.Current, ReciterCodes.Length, Sharpness);
        attention.Keys.AddIdentity(still, Reciter.Last, ReciterCodes.Length);
        attention.Queries[sink, Reciter.One] = Sharpness;
        attention.Keys[sink, Reciter.Begin] = BeginScore;

        attention.Values.AddIdentity(0, Reciter.Current, ReciterCodes.Length);
        attention.Values.AddCodeToColumn(0, Reciter.Begin, codes, vocabulary.EndOfTurn, 1);
        attention.Values.AddCodeToColumn(0, Reciter.Begin, codes, vocabulary.BeginOfSequence, -1);
        attention.Output.AddIdentity(Reciter.Output, 0, ReciterCodes.Length, Strength);
        return attention;
    }
}
