namespace InferOps.Operator.Simulator.Metrics;

/// <summary>What Prometheus holds of one service after a scrape. Counters since the start; gauges summed over its ready replicas.</summary>
internal sealed record Scrape
{
    public required double At { get; init; }

    public int Replicas { get; init; }

    public double Running { get; init; }

    public double Waiting { get; init; }

    public double TokensInUse { get; init; }

    public double ArrivedPrompt { get; init; }

    public double ArrivedGenerated { get; init; }

    public double Prompt { get; init; }

    public double Generated { get; init; }

    public double Requests { get; init; }

    /// <summary>First tokens by bucket of <see cref="LatencyBuckets"/>.</summary>
    public IReadOnlyList<double> FirstTokens { get; init; } = [];
}
