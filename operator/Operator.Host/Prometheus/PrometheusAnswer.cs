using System.Globalization;
using System.Text.Json;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Host.Prometheus;

/// <summary>Reads the answer to an instant query: one row per service.</summary>
internal static class PrometheusAnswer
{
    /// <exception cref="FormatException">The answer is not the one of an instant query; the message says what is wrong with it.</exception>
    public static IReadOnlyList<SignalValue> Read(Signal signal, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("status", out var status) || status.GetString() != "success")
            throw new FormatException(answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error", out var error) ? $"the query failed: {error}" : "the answer has no status");
        if (!answer.TryGetProperty("data", out var data) || !data.TryGetProperty("result", out var result) || result.ValueKind != JsonValueKind.Array)
            throw new FormatException("the answer has no result");
        var rows = result.EnumerateArray().Select(row => Row(signal, row)).OfType<SignalValue>().ToList();
        // A proxy that joins two Prometheus servers can answer twice for one service. Neither number can be trusted then.
        return [.. rows.GroupBy(row => row.Service).Select(group => group.Count() == 1 ? group.First() : group.First() with { Value = double.NaN })];
    }

    private static SignalValue? Row(Signal signal, JsonElement row)
    {
        if (!row.TryGetProperty("metric", out var labels) || !row.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 2)
            throw new FormatException("a row of the answer has no value");
        if (Label(labels, Queries.NamespaceLabel) is not { } space || Label(labels, Queries.ServiceLabel) is not { } service) return null;
        return new(signal, new ObjectKey(space, service), Number(value[1].GetString()));
    }

    private static string? Label(JsonElement labels, string name) => labels.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static double Number(string? text) => text switch
    {
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN,
    };
}
