using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Requests;

/// <summary>What a request must stay within.</summary>
/// <param name="ContextTokens">Prompt and generation of one request together.</param>
/// <param name="VocabularySize">Token ids are below this.</param>
/// <param name="DefaultMaxTokens">Tokens generated when the caller set no limit, where the context has room for them.</param>
public sealed record RequestLimits(int ContextTokens, int VocabularySize, int DefaultMaxTokens)
{
    public const int MaxStopStrings = 16;
    public const int MaxStopLength = 256;
    public const int MaxTopLogprobs = 20;
    public const int MaxLogitBiases = 1024;

    /// <summary>Limits of a model: no sequence may outgrow the cache or the training length.</summary>
    public static RequestLimits Of(ModelDescription model, int defaultMaxTokens) =>
        new(Math.Min(model.SequenceTokens, model.TrainedContextTokens), model.VocabularySize, defaultMaxTokens);
}
