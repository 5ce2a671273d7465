namespace InferOps.Sandbox;

/// <summary>How a sandbox runs. Every default is what <c>make run</c> uses.</summary>
public sealed record SandboxOptions
{
    /// <summary>Seconds between two scrapes. Short, so that a demonstration takes minutes and not hours.</summary>
    public int ScrapeIntervalSeconds { get; init; } = 2;

    /// <summary>Seconds that token rates are taken over.</summary>
    public int RateWindowSeconds { get; init; } = 10;

    /// <summary>GPUs of each simulated node, by pool; several entries of a pool are several nodes.</summary>
    public IReadOnlyList<(string Pool, int Gpus)> GpuNodes { get; init; } = [("onprem", 2), ("dedicated", 2), ("cloud", 2), ("cloud", 2), ("cloud", 2)];

    /// <summary>False: the operator and its rights are left to the caller.</summary>
    public bool Operator { get; init; } = true;

    public bool Prometheus { get; init; } = true;

    /// <summary>True: pods that download find no way out of this machine, at once and always.</summary>
    public bool Offline { get; init; }
}
