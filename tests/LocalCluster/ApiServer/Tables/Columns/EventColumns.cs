using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Tables.Columns;

/// <summary>Columns of events, read from their core form.</summary>
internal static class EventColumns
{
    public static IReadOnlyList<Column> All { get; } =
    [
        new Column("Last Seen", "string", LastSeen),
        Column.Text("Type", element => element.Text("type")),
        Column.Text("Reason", element => element.Text("reason")),
        Column.Text("Object", element => $"{element.Text("involvedObject", "kind")?.ToLowerInvariant()}/{element.Text("involvedObject", "name")}"),
        Column.Wide("Subobject", element => element.Text("involvedObject", "fieldPath") ?? ""),
        Column.Wide("Source", element => Source(element)),
        Column.Text("Message", element => element.Text("message")?.Trim()),
        new Column("First Seen", "string", FirstSeen) { Priority = 1 },
        new Column("Count", "string", (element, _) => (element.Number("series", "count") ?? element.Number("count") ?? 1).ToString()) { Priority = 1 },
        Column.Wide("Name", element => element.Text("metadata", "name")),
    ];

    private static JsonNode? LastSeen(JsonElement element, DateTimeOffset now) => Age.Since(
        element.Time("series", "lastObservedTime") ?? element.Time("lastTimestamp") ?? element.Time("eventTime") ?? element.Time("metadata", "creationTimestamp"), now);

    private static JsonNode? FirstSeen(JsonElement element, DateTimeOffset now) => Age.Since(element.Time("firstTimestamp") ?? element.Time("eventTime"), now);

    private static string Source(JsonElement element)
    {
        var component = element.Text("source", "component") is { Length: > 0 } source ? source : element.Text("reportingComponent") ?? "";
        var host = element.Text("source", "host") is { Length: > 0 } named ? named : element.Text("reportingInstance") ?? "";
        return host.Length == 0 ? component : $"{component}, {host}";
    }
}
