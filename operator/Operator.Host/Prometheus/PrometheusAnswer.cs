using System.Globalization;
using System.Text.Json;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Host.Prometheus;

/// <summary>Reads the answer to an instant query: one row per service.</summary>
internal static class PrometheusAnswer
{
    /// <exception cref="FormatException">The answer is not the one of an instant query; the message says what is wrong with it.</exception>
    public static IReadOnlyList<SignalValue> Read(Signal signal, JsonElement answer) => [.. Rows(answer).Select(row => Row(signal, row)).OfType<SignalValue>()];

    /// <summary>Values by the address that was scraped, without its port. What is no number is left out: it only orders who leaves first.</summary>
    /// <exception cref="FormatException">As above.</exception>
    public static IReadOnlyDictionary<string, double> ReadByReplica(JsonElement answer)
    {
        var loads = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var row in Rows(answer))
        {
            if (Text(Labels(row), Queries.InstanceLabel) is { } instance && Value(row) is var value && double.IsFinite(value)) loads[Host(instance)] = value;
        }
        return loads;
    }

    /// <summary>Of <c>10.0.0.1:8080</c> and <c>[fd00::1]:8080</c>.</summary>
    private static string Host(string instance) => instance.LastIndexOf(':') is >= 0 and var colon ? instance[..colon].Trim('[', ']') : instance;

    private static JsonElement.ArrayEnumerator Rows(JsonElement answer)
    {
        if (Text(answer, "status") != "success")
            throw Text(answer, "error") is { } error ? new PrometheusQueryException($"the query failed: {error}") : new FormatException("the answer has no status");
        var data = Member(answer, "data");
        if (Member(data, "result") is not { } result) throw new FormatException("the answer has no result");
        if (Text(data ?? default, "resultType") is { } type and not "vector") throw new FormatException($"the answer is a {type} and not a vector");
        if (result.ValueKind != JsonValueKind.Array) throw new FormatException("the answer has no result");
        return result.EnumerateArray();
    }

    private static SignalValue? Row(Signal signal, JsonElement row)
    {
        var labels = Labels(row);
        var value = Value(row);
        return Text(labels, Queries.NamespaceLabel) is { } space && Text(labels, Queries.ServiceLabel) is { } service ? new(signal, new ObjectKey(space, service), value) : null;
    }

    private static JsonElement Labels(JsonElement row) => Member(row, "metric") ?? throw new FormatException("a row of the answer has no value");

    private static double Value(JsonElement row) => Member(row, "value") is { ValueKind: JsonValueKind.Array } value && value.GetArrayLength() == 2
        ? Number(value[1].ToString())
        : throw new FormatException("a row of the answer has no value");

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

/// <summary>Prometheus understood the question and could not answer it.</summary>
internal sealed class PrometheusQueryException(string message) : Exception(message);
