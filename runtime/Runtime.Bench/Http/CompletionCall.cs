namespace InferOps.Runtime.Bench.Http;

/// <summary>One request to send.</summary>
/// <param name="Path">Below the server's address.</param>
/// <param name="Body">A JSON body that asks for a stream.</param>
public sealed record CompletionCall(string Path, ReadOnlyMemory<byte> Body)
{
    public string? ApiKey { get; init; }

    /// <summary>Leaves after so many events with text, as users do who have seen enough.</summary>
    public int LeaveAfter { get; init; } = int.MaxValue;

    /// <summary>Asks the server to end the connection with the answer.</summary>
    public bool ClosesConnection { get; init; }

    /// <summary>Receives the time between events with text, in seconds; null to measure none.</summary>
    public GapLog? Gaps { get; init; }
}
