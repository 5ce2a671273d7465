namespace InferOps.Runtime.Core.Engine;

/// <summary>What other threads ask of the engine thread.</summary>
internal abstract record EngineCommand
{
    internal sealed record Serve(Generation Generation) : EngineCommand;

    internal sealed record Cancel(Generation Generation) : EngineCommand;

    internal sealed record Stop : EngineCommand;
}
