namespace InferOps.Benchmarks.Raw;

/// <summary>How the library is set up; <paramref name="Unified"/>: one pool of KV cells for all sequences instead of one each.</summary>
internal sealed record RawOptions(string ModelFile, int Sequences, int ContextTokens, int Threads)
{
    public bool Unified { get; init; }
}

/// <param name="Sequences">In one batch.</param>
/// <param name="PromptTokens">Of each sequence.</param>
/// <param name="OutputTokens">Of each sequence.</param>
internal sealed record RawWork(int Sequences, int PromptTokens, int OutputTokens)
{
    /// <summary>False: any token goes on, and what is left is the library's own work alone.</summary>
    public bool Chooses { get; init; } = true;
}

/// <param name="Tokens">Generated.</param>
/// <param name="Seconds">With prompts.</param>
/// <param name="PrefillSeconds">Until every sequence had its first token.</param>
/// <param name="CpuSeconds">Of all threads.</param>
internal sealed record RawResult(int Tokens, double Seconds, double PrefillSeconds, double CpuSeconds)
{
    public double TokensPerSecond => Tokens / Seconds;
}
