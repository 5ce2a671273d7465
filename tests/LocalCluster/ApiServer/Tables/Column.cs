using System.Text.Json;
using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Api.Tables;

/// <summary>One column of a table.</summary>
/// <param name="Name">Heading; kubectl shows it in capitals.</param>
/// <param name="Type"><c>string</c>, <c>integer</c>, <c>boolean</c>, <c>number</c> or <c>date</c>.</param>
/// <param name="Read">The cell of an object at a time; null shows as <c>&lt;none&gt;</c>.</param>
internal sealed record Column(string Name, string Type, Func<JsonElement, DateTimeOffset, JsonNode?> Read)
{
    /// <summary>0 is always shown; 1 only with <c>-o wide</c>.</summary>
    public int Priority { get; init; }

    public string Format { get; init; } = "";

    public string Description { get; init; } = "";

    public static Column Text(string name, Func<JsonElement, string?> read) => new(name, "string", (element, _) => read(element) ?? "<none>");

    public static Column Wide(string name, Func<JsonElement, string?> read) => Text(name, read) with { Priority = 1 };

    public static Column Number(string name, Func<JsonElement, long?> read) => new(name, "integer", (element, _) => read(element) ?? 0);
}
