namespace InferOps.Benchmarks.Peers;

/// <summary>How to start one server.</summary>
internal sealed record ServerCommand(string Name, string Program, Func<int, IEnumerable<string>> Arguments, string ReadyPath)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

/// <summary>What all peers of one measurement have in common.</summary>
/// <param name="ModelFile">The model.</param>
/// <param name="Sequences">Sequences that run at once.</param>
/// <param name="ContextTokens">KV cells in all.</param>
/// <param name="Threads">Compute threads.</param>
internal sealed record Setup(string ModelFile, int Sequences, int ContextTokens, int Threads)
{
    public const string ServedName = "bench";
}
