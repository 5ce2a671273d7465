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

    public OperatorPlace Operator { get; init; } = OperatorPlace.Installed;

    public bool Prometheus { get; init; } = true;

    /// <summary>True: pods that download find no way out of this machine, at once and always.</summary>
    public bool Offline { get; init; }
}

/// <summary>Where the operator of a sandbox runs.</summary>
public enum OperatorPlace
{
    /// <summary>In pods of the cluster, as the chart installs it.</summary>
    Installed,

    /// <summary>As a process that a test may kill and start at any moment, with the rights and the account that the chart gives it.</summary>
    Beside,

    /// <summary>Nowhere: it and its rights are left to the caller; the definitions are there.</summary>
    Absent,

    /// <summary>Nowhere, and not even the definitions are there.</summary>
    NotEvenDefined,
}
