using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Tables;

/// <summary>Columns and cell texts that many types share.</summary>
internal static class Common
{
    public static Column Name { get; } = Column.Text("Name", element => element.Text("metadata", "name")) with
    {
        Format = "name",
        Description = "Name must be unique within a namespace.",
    };

    public static Column Age { get; } =
        new("Age", "string", (element, now) => JsonValue.Create(Tables.Age.Since(element.Time("metadata", "creationTimestamp"), now)))
        {
            Description = "Time since the object was created.",
        };

    /// <summary><c>a=b,c=d</c>; null when there is none.</summary>
    public static string? Pairs(IReadOnlyDictionary<string, string> map) =>
        map.Count == 0 ? null : string.Join(',', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>A structured label selector as text.</summary>
    public static string? Selector(JsonElement? selector)
    {
        if (selector is not { } terms) return null;
        var expressions = terms.Items("matchExpressions").Select(expression => expression.Text("operator") switch
        {
            "In" => $"{expression.Text("key")} in ({string.Join(',', expression.Texts("values"))})",
            "NotIn" => $"{expression.Text("key")} notin ({string.Join(',', expression.Texts("values"))})",
            "DoesNotExist" => $"!{expression.Text("key")}",
            _ => expression.Text("key")!,
        });
        var text = string.Join(',', new[] { Pairs(terms.Map("matchLabels")) }.OfType<string>().Concat(expressions));
        return text.Length == 0 ? null : text;
    }
}
