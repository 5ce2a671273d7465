namespace InferOps.TestKit.Gguf;

/// <summary>The numbers that fix the shape of a llama-architecture model.</summary>
public sealed record ModelShape
{
    public required int Layers { get; init; }

    public required int Width { get; init; }

    public required int Heads { get; init; }

    public required int KeyValueHeads { get; init; }

    /// <summary>Length of one head's keys and values.</summary>
    public required int HeadWidth { get; init; }

    public required int FeedForwardWidth { get; init; }

    /// <summary>The context length that the file claims, in tokens.</summary>
    public int ContextLength { get; init; } = 8192;

    /// <summary>Tokens of the vocabulary: filled up with words that no text needs. 0: no more than the texts need.</summary>
    public int VocabularySize { get; init; }

    /// <summary>Two layers of random weights: loads at once, babbles.</summary>
    public static ModelShape Tiny { get; } = new() { Layers = 2, Width = 64, Heads = 4, KeyValueHeads = 2, HeadWidth = 16, FeedForwardWidth = 192 };

    internal void AddTo(GgufFile file, string name, GgufTensorType weights, Vocabulary vocabulary)
    {
        file.Add("general.architecture", "llama")
            .Add("general.type", "model")
            .Add("general.name", name)
            .Add("general.file_type", weights switch { GgufTensorType.F32 => 0u, GgufTensorType.F16 => 1u, GgufTensorType.Q4_0 => 2u, _ => 7u })
            .Add("general.quantization_version", 2u)
            .Add("llama.vocab_size", (uint)vocabulary.Count)
            .Add("llama.context_length", (uint)ContextLength)
            .Add("llama.embedding_length", (uint)Width)
            .Add("llama.block_count", (uint)Layers)
            .Add("llama.feed_forward_length", (uint)FeedForwardWidth)
            .Add("llama.rope.dimension_count", (uint)HeadWidth)
            .Add("llama.rope.freq_base", 10000f)
            .Add("llama.attention.head_count", (uint)Heads)
            .Add("llama.attention.head_count_kv", (uint)KeyValueHeads)
            .Add("llama.attention.key_length", (uint)HeadWidth)
            .Add("llama.attention.value_length", (uint)HeadWidth)
            .Add("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        vocabulary.AddTo(file);
    }
}
