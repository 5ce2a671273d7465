namespace InferOps.TestKit.Gguf;

/// <summary>A llama-architecture model with random weights: right in form, nonsense in content.</summary>
public static class RandomModel
{
    /// <summary>Describes the file; nothing is computed until it is written. The same seed gives the same bytes.</summary>
    public static GgufFile Describe(ModelShape shape, GgufTensorType weights, ulong seed = 1)
    {
        var random = new SplitMix(seed);
        var vocabulary = Repertoire.Standard.Vocabulary(shape.VocabularySize);
        var file = new GgufFile();
        shape.AddTo(file, "random", weights, vocabulary);

        // A spread of 1/√(inputs) keeps activations near 1 through every layer.
        void Random(string name, long rows, long columns) => file.Add(name, weights, [rows, columns], () => Normals(random, rows, columns));
        void Ones(string name) => file.Add(name, GgufTensorType.F32, [shape.Width], () => [.. Enumerable.Repeat(1f, shape.Width)]);

        Random("token_embd.weight", vocabulary.Count, shape.Width);
        Ones("output_norm.weight");
        file.Add("output.weight", weights, [vocabulary.Count, shape.Width], () => Sayable(Normals(random, vocabulary.Count, shape.Width), shape, vocabulary));
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var prefix = $"blk.{layer}.";
            var (queries, keys) = (shape.Heads * shape.HeadWidth, shape.KeyValueHeads * shape.HeadWidth);
            Ones(prefix + "attn_norm.weight");
            Ones(prefix + "ffn_norm.weight");
            Random(prefix + "attn_q.weight", queries, shape.Width);
            Random(prefix + "attn_k.weight", keys, shape.Width);
            Random(prefix + "attn_v.weight", keys, shape.Width);
            Random(prefix + "attn_output.weight", shape.Width, queries);
            Random(prefix + "ffn_gate.weight", shape.FeedForwardWidth, shape.Width);
            Random(prefix + "ffn_up.weight", shape.FeedForwardWidth, shape.Width);
            Random(prefix + "ffn_down.weight", shape.Width, shape.FeedForwardWidth);
        }

        return file;
    }

    /// <summary>
    /// A model with a vocabulary filled up says nothing but the filling: single bytes would make text that is no UTF-8, and not every server streams that.
    /// Rows of zeros give a logit of 0, and among so many the greatest is far above.
    /// </summary>
    private static float[] Sayable(float[] output, ModelShape shape, Vocabulary vocabulary)
    {
        if (shape.VocabularySize == 0) return output;
        foreach (var token in vocabulary.Unfilled) output.AsSpan(token * shape.Width, shape.Width).Clear();
        return output;
    }

    private static float[] Normals(SplitMix random, long rows, long columns)
    {
        var values = new float[rows * columns];
        var spread = 1 / MathF.Sqrt(columns);
        for (var i = 0; i < values.Length; i++) values[i] = random.NextNormal() * spread;
        return values;
    }
}
