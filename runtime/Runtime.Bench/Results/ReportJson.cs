using System.Text.Json.Nodes;

namespace InferOps.Runtime.Bench.Results;

/// <summary>A report as JSON for programs. Times are in seconds; what was not measured is null.</summary>
public static class ReportJson
{
    public static JsonObject Write(LoadReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new JsonObject
        {
            ["duration"] = report.Duration.TotalSeconds,
            ["requests"] = new JsonObject(Enum.GetValues<Outcome>().Select(outcome => KeyValuePair.Create(outcome.ToString(), (JsonNode?)report.Count(outcome)))),
            ["requestsPerSecond"] = report.RequestsPerSecond,
            ["outputTokensPerSecond"] = report.OutputTokensPerSecond,
            ["promptTokensPerSecond"] = report.PromptTokensPerSecond,
            ["timeToFirstToken"] = Distribution(report.TimeToFirstToken),
            ["interToken"] = Distribution(report.InterToken),
            ["endToEnd"] = Distribution(report.EndToEnd),
            ["rejectedAfter"] = Distribution(report.RejectedAfter),
        };
    }

    private static JsonObject? Distribution(Percentiles values) => values.Count == 0 ? null : new JsonObject
    {
        ["count"] = values.Count, ["mean"] = values.Mean, ["p50"] = values.At(50), ["p90"] = values.At(90), ["p95"] = values.At(95), ["p99"] = values.At(99), ["max"] = values.Max,
    };
}
