using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Encodings.Web;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Schema;

namespace InferOps.LocalCluster.Patching;

/// <summary>Names of steps in a <see cref="FieldSet"/>.</summary>
internal static class PathElement
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Field(string name) => "f:" + name;

    /// <summary>The item of a list-set or list-map. A key that is absent counts with its default, as ports without a protocol do.</summary>
    public static string Item(JsonNode? item, SchemaNode list)
    {
        if (list.ListType == ListType.Set) return "v:" + Text(item);
        if (item is not JsonObject fields) throw ApiException.BadRequest($"an item of a list keyed by {string.Join(", ", list.ListMapKeys)} is not an object");
        var keys = new JsonObject();
        foreach (var key in list.ListMapKeys.Order(StringComparer.Ordinal))
        {
            var value = fields[key] ?? list.Items?.Field(key)?.Default;
            if (value is not null) keys[key] = value.DeepClone();
        }

        return keys.Count > 0
            ? "k:" + Text(keys)
            : throw ApiException.BadRequest($"associative list with keys has an element that omits key field \"{list.ListMapKeys[0]}\"");
    }

    /// <summary>The fields that make the key of a list-map item.</summary>
    public static IEnumerable<string> KeyFields(string element) =>
        element.StartsWith("k:", StringComparison.Ordinal) ? JsonNode.Parse(element[2..])!.AsObject().Select(key => key.Key) : [];

    /// <summary>One spelling for each element, whoever wrote it.</summary>
    public static string Normalize(string element)
    {
        if (!element.StartsWith("k:", StringComparison.Ordinal)) return element;
        var keys = JsonNode.Parse(element[2..])!.AsObject();
        return "k:" + Text(new JsonObject(keys.OrderBy(key => key.Key, StringComparer.Ordinal).Select(key => KeyValuePair.Create(key.Key, key.Value?.DeepClone()))));
    }

    /// <summary>As messages write it: <c>.name</c>, <c>[name="a"]</c>, <c>[="v"]</c>, <c>[0]</c>.</summary>
    public static string Display(string element) => element[..2] switch
    {
        "f:" => "." + element[2..],
        "k:" => $"[{string.Join(",", JsonNode.Parse(element[2..])!.AsObject().Select(key => $"{key.Key}={Text(key.Value)}"))}]",
        "v:" => $"[={element[2..]}]",
        _ => $"[{element[2..]}]",
    };

    private static string Text(JsonNode? value) => value?.ToJsonString(Plain) ?? "null";
}
