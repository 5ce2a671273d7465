namespace InferOps.TestKit.Gguf;

/// <summary>A model that was computed instead of trained: greedy decoding recites known texts, word for word.</summary>
/// <remarks>
/// It is an ordinary two-layer llama file, so whatever serves it does all the real work, and any mistake in positions, masks, KV sharing or
/// mixing of sequences shows as a wrong word. The residual stream x has these regions (each code is a token's direction, see
/// <see cref="ReciterCodes"/>):
/// <code>
/// Current | Last | SecondLast   codes of this token and the two before it
/// Output                        code of the token to say next
/// One                           always 1          Begin     1 at &lt;|bos|> only
/// </code>
/// <b>Layer 0, attention</b> (<see cref="ReciterLookBack"/>): two heads copy Current of the position 1 and 2 back into Last and SecondLast.
/// <b>Layer 0, feed-forward</b> (<see cref="ReciterRecall"/>): one unit per recollection, an AND over the three codes, adds the next code to Output.
/// <b>Layer 1, attention</b> (<see cref="ReciterInduction"/>): where nothing is remembered, "what came after the last time I saw this token",
/// read from the KV cache; where nothing came, attention rests on &lt;|bos|> and the turn ends.
/// The output matrix holds every token's code against Output, so the largest logit is the token whose code is there.
/// </remarks>
public static class Reciter
{
    internal const int Current = 0;
    internal const int Last = 128;
    internal const int SecondLast = 256;
    internal const int Output = 384;
    internal const int One = 504;
    internal const int Begin = 505;

    private const int Width = 512;
    private const int Heads = 2;
    private const int UnitMultiple = 32;

    /// <summary>Describes the file: about 7 MB at F16. The same arguments give the same bytes.</summary>
    public static GgufFile Describe(GgufTensorType weights = GgufTensorType.F16, Repertoire? repertoire = null)
    {
        repertoire ??= Repertoire.Standard;
        var vocabulary = repertoire.Vocabulary();
        var codes = new ReciterCodes(vocabulary.Count);
        var memory = ReciterMemory.Of(repertoire.Recitals, vocabulary);
        var shape = new ModelShape
        {
            Layers = 2,
            Width = Width,
            Heads = Heads,
            KeyValueHeads = Heads,
            HeadWidth = ReciterLookBack.HeadWidth,
            FeedForwardWidth = (memory.Count + UnitMultiple - 1) / UnitMultiple * UnitMultiple,
        };
        var file = new GgufFile();
        shape.AddTo(file, "reciter", weights, vocabulary);
        AddVocabularyWeights(file, weights, vocabulary, codes);
        file.Add("rope_freqs.weight", GgufTensorType.F32, [ReciterLookBack.HeadWidth / 2], ReciterLookBack.FrequencyFactors);

        var induction = ReciterInduction.Attention(codes, vocabulary, shape);
        AddLayer(file, weights, 0, ReciterLookBack.Attention(shape), ReciterRecall.FeedForward(codes, memory, shape), squaredLength: 2);
        AddLayer(file, weights, 1, induction, FeedForwardWeights.Zero(shape), squaredLength: 4);
        return file;
    }

    /// <summary>From a token to its place in the residual stream, and back from there to the tokens: a row for each.</summary>
    internal static (Matrix Embedding, Matrix Output) VocabularyWeights(Vocabulary vocabulary, ReciterCodes codes)
    {
        var embedding = new Matrix(vocabulary.Count, Width);
        var output = new Matrix(vocabulary.Count, Width);
        for (var token = 0; token < vocabulary.Count; token++)
        {
            embedding.AddCodeToRow(token, Current, codes, token, 1);
            embedding[token, One] = 1;
            output.AddCodeToRow(token, Output, codes, token, 2);
        }

        embedding[vocabulary.BeginOfSequence, Begin] = 1;
        return (embedding, output);
    }

    private static void AddVocabularyWeights(GgufFile file, GgufTensorType weights, Vocabulary vocabulary, ReciterCodes codes)
    {
        var (embedding, output) = VocabularyWeights(vocabulary, codes);
        file.Add("token_embd.weight", weights, embedding.Shape, () => embedding.Values);
        file.Add("output_norm.weight", GgufTensorType.F32, [Width], () => Norm(Width));
        file.Add("output.weight", weights, output.Shape, () => output.Values);
    }

    /// <summary>
    /// RMS normalisation divides x by |x|/√Width; a weight of √(n/Width) undoes it for |x|² = n, so that codes come out with length 1.
    /// </summary>
    private static float[] Norm(int squaredLength) => [.. Enumerable.Repeat(MathF.Sqrt((float)squaredLength / Width), Width)];

    private static void AddLayer(GgufFile file, GgufTensorType weights, int layer, AttentionWeights attention, FeedForwardWeights memory, int squaredLength)
    {
        void Add(string name, Matrix matrix) => file.Add($"blk.{layer}.{name}.weight", weights, matrix.Shape, () => matrix.Values);
        file.Add($"blk.{layer}.attn_norm.weight", GgufTensorType.F32, [Width], () => Norm(squaredLength));
        file.Add($"blk.{layer}.ffn_norm.weight", GgufTensorType.F32, [Width], () => Norm(4));
        Add("attn_q", attention.Queries);
        Add("attn_k", attention.Keys);
        Add("attn_v", attention.Values);
        Add("attn_output", attention.Output);
        Add("ffn_gate", memory.Gate);
        Add("ffn_up", memory.Up);
        Add("ffn_down", memory.Down);
    }
}
