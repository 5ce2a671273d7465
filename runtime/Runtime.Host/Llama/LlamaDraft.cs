using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Speculation;

namespace InferOps.Runtime.Host.Llama;

/// <summary>The small model that guesses ahead, in a context of its own: as many cells and sequences as the large one has.</summary>
internal static class LlamaDraft
{
    /// <summary>Options to load it with: those of the large model, without what is only served.</summary>
    public static LlamaOptions Options(LlamaOptions target, string file) => target with
    {
        ModelFile = file,
        DraftModelFile = null,
        Adapters = [],
        Embedding = new EmbeddingOptions { Use = EmbeddingUse.Off },
    };

    /// <summary>Gives a model its draft model, which takes as many tokens as it does.</summary>
    /// <exception cref="InvalidDataException">It cannot guess for this model; the message says why.</exception>
    public static LoadedModel Join(LoadedModel target, LoadedModel draft)
    {
        if (!target.Model.Description.Generates) throw new InvalidDataException("the model only embeds: there is nothing that a draft model could guess");
        if (!draft.Model.Description.SharesPrefixes) throw new InvalidDataException("the draft model keeps a state that cannot go back to where a guess was wrong");
        DraftVocabulary.Check(VocabularyOf(target), VocabularyOf(draft));
        return target with { Draft = draft.Model };
    }

    private static Vocabulary VocabularyOf(LoadedModel loaded) => new(loaded.Tokenizer, loaded.Model.Description.VocabularySize);
}
