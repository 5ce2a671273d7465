using Prometheus;

namespace InferOps.Runtime.Server.Telemetry;

/// <summary>Bucket bounds, those of the OpenTelemetry semantic conventions for generative AI where they advise any; times in seconds.</summary>
internal static class TelemetryBuckets
{
    /// <summary><c>gen_ai.server.time_to_first_token</c>.</summary>
    public static HistogramConfiguration FirstToken { get; } =
        new() { Buckets = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };

    /// <summary><c>gen_ai.server.time_per_output_token</c>.</summary>
    public static HistogramConfiguration InterToken { get; } =
        new() { Buckets = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5] };

    /// <summary><c>gen_ai.server.request.duration</c>.</summary>
    public static HistogramConfiguration Request { get; } =
        new() { Buckets = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] };

    /// <summary><c>gen_ai.client.token.usage</c>.</summary>
    public static HistogramConfiguration Tokens { get; } =
        new() { Buckets = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] };

    /// <summary>Parts of a whole.</summary>
    public static HistogramConfiguration Ratio { get; } =
        new() { Buckets = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] };
}
