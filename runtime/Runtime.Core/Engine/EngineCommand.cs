using InferOps.Runtime.Core.Embedding;

namespace InferOps.Runtime.Core.Engine;

/// <summary>What other threads ask of the engine thread.</summary>
internal abstract record EngineCommand
{
    internal sealed record Serve(Generation Generation) : EngineCommand;

    /// <summary>The reader has all it wants.</summary>
    internal sealed record Finish(Generation Generation) : EngineCommand;

    internal sealed record Cancel(Generation Generation) : EngineCommand;

    internal sealed record Embed(EmbeddingJob Job) : EngineCommand;

    internal sealed record Stop : EngineCommand;
}
