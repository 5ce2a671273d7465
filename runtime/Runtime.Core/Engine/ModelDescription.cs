namespace InferOps.Runtime.Core.Engine;

/// <summary>What the engine must know about a loaded model.</summary>
public sealed record ModelDescription
{
    /// <summary><c>general.name</c> of the file, or the file's name.</summary>
    public required string Name { get; init; }

    /// <summary>KV cells of the whole replica, shared by its sequences. One cell holds one token.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Sequences that can exist at once; their ids are 0 … MaxSequences − 1.</summary>
    public required int MaxSequences { get; init; }

    /// <summary>Most entries of one <see cref="StepBatch"/>.</summary>
    public required int BatchTokens { get; init; }

    /// <summary>Length of a logits vector.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Context length the model was trained for, in tokens: no sequence may grow longer.</summary>
    public required int TrainedContextTokens { get; init; }

    /// <summary>
    /// True where sequences may share cells: <see cref="IInferenceModel.Copy"/> of a part of a sequence costs next to nothing, and
    /// <see cref="IInferenceModel.Remove"/> of a part is exact. Not so for recurrent models or separate caches per sequence.
    /// </summary>
    public bool SharesPrefixes { get; init; }

    /// <summary>The chat template in the model file, where it has one.</summary>
    public string? ChatTemplate { get; init; }
}

/// <summary>A model ready to evaluate, with its tokenizer. The engine disposes the model.</summary>
public sealed record LoadedModel(IInferenceModel Model, ITokenizer Tokenizer);
