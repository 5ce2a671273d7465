using Prometheus;

namespace InferOps.Runtime.Server.Telemetry;

/// <summary>Bucket bounds in seconds, as the OpenTelemetry semantic conventions for generative AI advise them.</summary>
internal static class LatencyBuckets
{
    public static HistogramConfiguration FirstToken { get; } =
        new() { Buckets = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };

    public static HistogramConfiguration InterToken { get; } =
        new() { Buckets = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5] };

    public static HistogramConfiguration Request { get; } =
        new() { Buckets = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] };
}
