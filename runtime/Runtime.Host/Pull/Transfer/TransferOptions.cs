namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>How a file is fetched.</summary>
internal sealed record TransferOptions
{
    /// <summary>Connections at once; fewer where the server is too busy for them.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>Bytes of one request: long enough for a connection to get up to speed, short enough that a crash loses little.</summary>
    public long PartBytes { get; init; } = 32L << 20;

    /// <summary>A connection that brings fewer than <see cref="PaceBytes"/> in this time is given up.</summary>
    public TimeSpan PaceWindow { get; init; } = TimeSpan.FromSeconds(60);

    public int PaceBytes { get; init; } = 256 << 10;

    public RetryPolicy Retry { get; init; } = new();
}
