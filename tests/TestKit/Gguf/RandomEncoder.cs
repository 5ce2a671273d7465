namespace InferOps.TestKit.Gguf;

/// <summary>A BERT with random weights: every token sees all others, so it embeds texts and cannot continue them.</summary>
public static class RandomEncoder
{
    private const int Width = 64;
    private const int Layers = 2;
    private const int Heads = 4;
    private const int FeedForwardWidth = 128;

    /// <summary>The context length that the file claims, in tokens.</summary>
    public const int ContextLength = 256;

    /// <param name="poolingType">As GGUF numbers them: 1 mean, 2 the first token, 3 the last. Null: the file does not say.</param>
    public static GgufFile Describe(uint? poolingType = 1)
    {
        var random = new SplitMix(11);
        var vocabulary = Repertoire.Standard.Vocabulary();
        var file = new GgufFile()
            .Add("general.architecture", "bert")
            .Add("general.type", "model")
            .Add("general.name", "encoder")
            .Add("bert.context_length", (uint)ContextLength)
            .Add("bert.embedding_length", (uint)Width)
            .Add("bert.block_count", (uint)Layers)
            .Add("bert.feed_forward_length", (uint)FeedForwardWidth)
            .Add("bert.attention.head_count", (uint)Heads)
            .Add("bert.attention.layer_norm_epsilon", 1e-6f)
            .Add("bert.attention.causal", false)
            .Add("tokenizer.ggml.token_type_count", 2u);
        if (poolingType is { } pooling) file.Add("bert.pooling_type", pooling);
        vocabulary.AddTo(file);

        void Matrix(string name, int rows, int columns) => file.Add(name + ".weight", GgufTensorType.F32, [rows, columns], () => Normals(random, rows * columns, columns));
        void Bias(string name, int length) => file.Add(name + ".bias", GgufTensorType.F32, [length], () => Normals(random, length, length));
        void Linear(string name, int rows, int columns)
        {
            Matrix(name, rows, columns);
            Bias(name, rows);
        }

        void Norm(string name)
        {
            file.Add(name + ".weight", GgufTensorType.F32, [Width], () => [.. Enumerable.Repeat(1f, Width)]);
            Bias(name, Width);
        }

        Matrix("token_embd", vocabulary.Count, Width);
        Matrix("token_types", 2, Width);
        Matrix("position_embd", ContextLength, Width);
        Norm("token_embd_norm");
        for (var layer = 0; layer < Layers; layer++)
        {
            foreach (var name in new[] { "attn_q", "attn_k", "attn_v", "attn_output" }) Linear($"blk.{layer}.{name}", Width, Width);
            Norm($"blk.{layer}.attn_output_norm");
            Linear($"blk.{layer}.ffn_up", FeedForwardWidth, Width);
            Linear($"blk.{layer}.ffn_down", Width, FeedForwardWidth);
            Norm($"blk.{layer}.layer_output_norm");
        }

        return file;
    }

    private static float[] Normals(SplitMix random, int count, int inputs)
    {
        var spread = 1 / MathF.Sqrt(inputs);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextNormal() * spread)];
    }
}
