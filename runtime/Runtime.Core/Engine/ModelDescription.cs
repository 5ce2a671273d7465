using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Engine;

/// <summary>What the engine must know about a loaded model.</summary>
public sealed record ModelDescription
{
    /// <summary><c>general.name</c> of the file, or the file's name.</summary>
    public required string Name { get; init; }

    /// <summary>KV cells of the whole replica, shared by its sequences. One cell holds one token.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Sequences that can run at once.</summary>
    public required int MaxSequences { get; init; }

    /// <summary>Sequence ids of the context, 0 … SequenceIds − 1; at least <see cref="MaxSequences"/>. The surplus can hold on to cells that nobody uses at the moment.</summary>
    public int SequenceIds
    {
        get => Math.Max(field, MaxSequences);
        init;
    }

    /// <summary>
    /// True where every sequence has cells of its own, ContextTokens / SequenceIds of them: attention looks at those alone, which is faster the more sequences
    /// run, but no sequence may grow longer, and <see cref="IInferenceModel.Copy"/> copies for real. False where all share one pool.
    /// </summary>
    public bool SeparateCells { get; init; }

    /// <summary>Most tokens of one sequence, as far as cells go.</summary>
    public int SequenceTokens => SeparateCells ? ContextTokens / SequenceIds : ContextTokens;

    /// <summary>Most entries of one <see cref="StepBatch"/>.</summary>
    public required int BatchTokens { get; init; }

    /// <summary>Length of a logits vector.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Context length the model was trained for, in tokens: no sequence may grow longer.</summary>
    public required int TrainedContextTokens { get; init; }

    /// <summary>
    /// True where sequences may begin with cells of others: <see cref="IInferenceModel.Copy"/> of a part of a sequence costs next to nothing, and
    /// <see cref="IInferenceModel.Remove"/> of a part is exact. Not so for recurrent models.
    /// </summary>
    public bool SharesPrefixes { get; init; }

    /// <summary>False for models that only embed: nothing is ever evaluated step by step.</summary>
    public bool Generates { get; init; } = true;

    /// <summary>Names of the LoRA adapters, by adapter number. Cells written with one adapter are of no use with another.</summary>
    public IReadOnlyList<string> Adapters { get; init; } = [];

    /// <summary>The chat template in the model file, where it has one.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>The template for conversations with tools, where the file has one of its own.</summary>
    public string? ToolChatTemplate { get; init; }
}

/// <summary>A model ready to evaluate, with its tokenizer. The engine disposes the models.</summary>
public sealed record LoadedModel(IInferenceModel Model, ITokenizer Tokenizer)
{
    /// <summary>A small model with the same vocabulary that guesses tokens ahead.</summary>
    public IInferenceModel? Draft { get; init; }

    /// <summary>What serves embeddings, where this replica does.</summary>
    public IEmbeddingModel? Embedding { get; init; }

    /// <summary>What makes constraints of grammars, where the model can be constrained.</summary>
    public IGrammarCompiler? Grammars { get; init; }
}
