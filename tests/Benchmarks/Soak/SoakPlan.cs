using InferOps.Benchmarks.Peers;
using InferOps.Runtime.Bench.Arrivals;
using InferOps.Runtime.Bench.Load;
using InferOps.Runtime.Bench.Requests;

namespace InferOps.Benchmarks.Soak;

/// <summary>Many more clients than sequences, keys that ask unequally much, and people who leave.</summary>
internal sealed record SoakPlan
{
    public const int Sequences = 16;
    public const int ContextTokens = Sequences * 256;

    /// <summary>The keys of twenty clients in turn: the first asks eight times as much as the last.</summary>
    private static readonly int[] KeysInTurn = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4];

    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(30);

    public int Clients { get; init; } = 2000;

    /// <summary>What is measured before counts for nothing: the heap grows, the compiler works.</summary>
    public TimeSpan WarmUp => Duration / 5;

    public static IReadOnlyList<string> Keys { get; } = ["sk-soak-a", "sk-soak-b", "sk-soak-c", "sk-soak-d", "sk-soak-e"];

    public LoadPlan Load(Uri endpoint) => new()
    {
        Endpoint = endpoint,
        Arrival = new Arrival.Closed(Clients),
        Duration = Duration,
        ApiKeys = [.. KeysInTurn.Select(key => Keys[key])],
        CancelShare = 0.2,
        // They share the machine with the server: without patience, saying no would be all that it does.
        LeastRetryDelay = TimeSpan.FromSeconds(5),
        LongestRetryDelay = TimeSpan.FromSeconds(10),
        Patience = TimeSpan.FromMinutes(5),
        KeepGaps = false,
        Mix = new RequestMix
        {
            Model = Setup.ServedName, Form = PromptForm.Tokens, PromptTokens = Lengths.Parse("8-48:3,96-160:1"), OutputTokens = Lengths.Parse("4-64"), SharedPrefix = 0.25,
        },
    };
}
