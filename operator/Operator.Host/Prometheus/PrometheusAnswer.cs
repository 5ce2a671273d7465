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
        if (Text(answer, "status") != "success")
            throw new FormatException(Text(answer, "error") is { } error ? $"the query failed: {error}" : "the answer has no status");
        if (Member(Member(answer, "data"), "result") is not { ValueKind: JsonValueKind.Array } result) throw new FormatException("the answer has no result");
        var rows = result.EnumerateArray().Select(row => Row(signal, row)).OfType<SignalValue>().ToList();
        // A proxy that joins two Prometheus servers can answer twice for one service. Neither number can be trusted then.
        return [.. rows.GroupBy(row => row.Service).Select(group => group.Count() == 1 ? group.First() : group.First() with { Value = double.NaN })];
    }

    private static SignalValue? Row(Signal signal, JsonElement row)
    {
        if (Member(row, "metric") is not { } labels || Member(row, "value") is not { ValueKind: JsonValueKind.Array } value || value.GetArrayLength() != 2)
            throw new FormatException("a row of the answer has no value");
        if (Text(labels, Queries.NamespaceLabel) is not { } space || Text(labels, Queries.ServiceLabel) is not { } service) return null;
        return new(signal, new ObjectKey(space, service), Number(value[1].ToString()));
    }

    private static string? Text(JsonElement parent, string name) => Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } node && node.TryGetProperty(name, out var value) ? value : null;

    private static double Number(string? text) => text switch
    {
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN,
    };
}
