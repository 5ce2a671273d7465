using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Tables.Paths;

namespace InferOps.LocalCluster.Api.Tables;

/// <summary>The columns a CustomResourceDefinition asks for.</summary>
internal static class CustomColumns
{
    /// <summary>Name first, then <c>additionalPrinterColumns</c>; only the age when it has none.</summary>
    public static IReadOnlyList<Column> Read(JsonElement version)
    {
        var wanted = version.Items("additionalPrinterColumns").ToList();
        return wanted.Count == 0 ? [Common.Name, Common.Age] : [Common.Name, .. wanted.Select(ReadOne)];
    }

    private static Column ReadOne(JsonElement column)
    {
        var type = column.Text("type") ?? "string";
        var path = JsonPath.Parse(column.Text("jsonPath") ?? "");
        return new Column(column.Text("name") ?? "", type, (element, now) => Cell(type, path.Find(element), now))
        {
            Format = column.Text("format") ?? "",
            Description = column.Text("description") ?? "",
            Priority = (int)(column.Number("priority") ?? 0),
        };
    }

    /// <summary>A missing value is an empty cell; a value of another type than declared is too, as in the real server.</summary>
    private static JsonNode? Cell(string type, IReadOnlyList<JsonElement> found, DateTimeOffset now)
    {
        if (found.Count == 0) return null;
        var first = found[0];
        return type switch
        {
            "integer" => first.ValueKind == JsonValueKind.Number ? JsonValue.Create((long)first.GetDouble()) : null,
            "number" => first.ValueKind == JsonValueKind.Number ? JsonValue.Create(first.GetDouble()) : null,
            "boolean" => first.ValueKind is JsonValueKind.True or JsonValueKind.False ? JsonValue.Create(first.GetBoolean()) : null,
            "date" => DateTimeOffset.TryParse(first.ToString(), CultureInfo.InvariantCulture, out var time) ? Age.Since(time, now) : "<unknown>",
            _ => string.Join(' ', found.Select(Show)),
        };
    }

    private static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };
}
