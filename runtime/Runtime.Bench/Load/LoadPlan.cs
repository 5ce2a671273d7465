using InferOps.Runtime.Bench.Arrivals;
using InferOps.Runtime.Bench.Requests;

namespace InferOps.Runtime.Bench.Load;

/// <summary>A whole load: where to, what, when, and until when.</summary>
public sealed record LoadPlan
{
    /// <summary>The server's address, before <c>/v1</c>.</summary>
    public required Uri Endpoint { get; init; }

    public required RequestMix Mix { get; init; }

    public required Arrival Arrival { get; init; }

    /// <summary>Requests to send in all; null: until <see cref="Duration"/> is over.</summary>
    public int? Requests { get; init; }

    /// <summary>For how long requests are sent; those that run then are read to their end. Null: until <see cref="Requests"/> are sent.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Sent in turn, by client; empty: none.</summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = [];

    /// <summary>Share of requests whose client leaves in the middle of the answer. From 0 to 1.</summary>
    public double CancelShare { get; init; }

    /// <summary>A closed loop's client that was rejected waits as long as the server says, but at least as long as this.</summary>
    public TimeSpan LeastRetryDelay { get; init; }

    /// <summary>And no longer than this.</summary>
    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A connection for each request: some servers end one just when the next request is on its way, which no client may send again unasked.</summary>
    public bool NewConnections { get; init; }

    /// <summary>How long one answer may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Keeps the times between tokens; long loads of many streams do without.</summary>
    public bool KeepGaps { get; init; } = true;
}
