namespace InferOps.Runtime.Host.Llama;

/// <summary>How to load a model and make its context.</summary>
internal sealed record LlamaOptions
{
    public required string ModelFile { get; init; }

    /// <summary>KV cells of the whole replica, shared by its sequences; null: the trained context, at most 8,192.</summary>
    public int? ContextTokens { get; init; }

    public int ParallelSequences { get; init; } = 8;

    /// <summary>Layers in GPU memory; −1: all that there are.</summary>
    public int GpuLayers { get; init; } = -1;

    /// <summary>Compute threads. By default as many as the container has CPUs.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
