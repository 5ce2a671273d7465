using InferOps.Runtime.Core.Embedding;
using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Server.Embedding;

/// <summary>What endpoints need to know of the embedding model.</summary>
/// <param name="Dimensions">Length of its vectors.</param>
/// <param name="Validator">Checks inputs against its limits.</param>
internal sealed record ServedEmbedding(int Dimensions, EmbeddingValidator Validator)
{
    public static ServedEmbedding? Of(LoadedModel loaded) =>
        loaded.Embedding is { } model ? new(model.Dimensions, new EmbeddingValidator(model.MaxTokens, loaded.Model.Description.VocabularySize)) : null;
}
