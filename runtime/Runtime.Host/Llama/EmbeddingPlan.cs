using System.Globalization;
using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>What a model is used for: decided by its own metadata and by what was asked for.</summary>
/// <param name="Generates">It can continue a text: each of its tokens sees only those before it.</param>
/// <param name="Pooling">How it makes one vector of a text; null: it does not embed.</param>
internal sealed record EmbeddingPlan(bool Generates, LLamaPoolingType? Pooling)
{
    /// <summary>Bidirectional without saying so in the header.</summary>
    private const string GemmaEmbedding = "gemma-embedding";

    /// <param name="options">What was asked for.</param>
    /// <param name="metadata">The file's key-value pairs, as text.</param>
    /// <exception cref="InvalidDataException">Nothing could be served this way; the message says what to ask for instead.</exception>
    public static EmbeddingPlan Make(EmbeddingOptions options, IReadOnlyDictionary<string, string> metadata)
    {
        var architecture = metadata.GetValueOrDefault("general.architecture") ?? "";
        var generates = architecture != GemmaEmbedding && metadata.GetValueOrDefault($"{architecture}.attention.causal") != "false";
        var pooling = options.Pooling ?? Known(metadata.GetValueOrDefault($"{architecture}.pooling_type"));
        if (options.Use == EmbeddingUse.Off && !generates) throw new InvalidDataException("the model embeds and does nothing else, and embeddings are switched off");
        if (options.Use == EmbeddingUse.Off || (options.Use == EmbeddingUse.Auto && generates && pooling is null)) return new EmbeddingPlan(generates, null);
        return pooling is null
            ? throw new InvalidDataException("the model file does not say how to make one vector out of those of its tokens; give --pooling mean, last or cls, as its authors did")
            : new EmbeddingPlan(generates, pooling);
    }

    /// <summary>Vectors of single tokens and scores of rerankers are no embeddings of a text.</summary>
    private static LLamaPoolingType? Known(string? number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && (LLamaPoolingType)value is LLamaPoolingType.Mean or LLamaPoolingType.CLS or LLamaPoolingType.Last
            ? (LLamaPoolingType)int.Parse(number, CultureInfo.InvariantCulture)
            : null;
}
