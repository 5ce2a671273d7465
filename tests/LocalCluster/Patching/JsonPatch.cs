using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;

namespace InferOps.LocalCluster.Patching;

/// <summary>JSON Patch, RFC 6902: a list of add, remove, replace, move, copy and test operations that succeed together or not at all.</summary>
internal static class JsonPatch
{
    private const int MostOperations = 10_000;

    public static JsonObject Apply(JsonObject current, JsonArray operations)
    {
        if (operations.Count > MostOperations)
            throw new ApiException(413, "RequestEntityTooLarge", $"The allowed maximum operations in a JSON patch is {MostOperations}, got {operations.Count}");

        JsonNode? document = current.DeepClone();
        foreach (var operation in operations)
            document = Step(document, operation as JsonObject ?? throw ApiException.BadRequest("error decoding patch: an operation is not an object"));
        return document as JsonObject ?? throw Refused("the patched document is not an object");
    }

    private static JsonNode? Step(JsonNode? document, JsonObject operation)
    {
        var path = JsonPointer.Parse(Text(operation, "path"));
        switch (Text(operation, "op"))
        {
            case "add": return path.Add(document, Value(operation));
            case "remove": return path.Remove(document, out _);
            case "replace": return path.Replace(document, Value(operation));
            case "copy": return path.Add(document, JsonPointer.Parse(Text(operation, "from")).Get(document)?.DeepClone());
            case "move":
                var without = JsonPointer.Parse(Text(operation, "from")).Remove(document, out var moved);
                return path.Add(without, moved);
            case "test":
                if (JsonNode.DeepEquals(path.GetOrNull(document), Value(operation))) return document;
                throw Refused($"testing value {Text(operation, "path")} failed: test failed");
            case var unknown: throw Refused($"Unexpected kind: {unknown}");
        }
    }

    private static string Text(JsonObject operation, string name) =>
        operation[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : throw ApiException.BadRequest($"error decoding patch: an operation has no \"{name}\"");

    private static JsonNode? Value(JsonObject operation) =>
        operation.TryGetPropertyValue("value", out var value)
            ? value?.DeepClone()
            : throw ApiException.BadRequest("error decoding patch: an operation has no \"value\"");

    internal static ApiException Refused(string why) =>
        new(422, "Invalid", $"the server rejected our request due to an error in our request: {why}");
}

/// <summary>A path into a document, RFC 6901. Every operation returns the document's new root.</summary>
internal sealed class JsonPointer
{
    private readonly string text;
    private readonly string[] tokens;

    private JsonPointer(string text, string[] tokens)
    {
        this.text = text;
        this.tokens = tokens;
    }

    public static JsonPointer Parse(string text)
    {
        if (text.Length == 0) return new JsonPointer(text, []);
        if (text[0] != '/') throw JsonPatch.Refused($"path \"{text}\" does not start with /");
        return new JsonPointer(text, [.. text[1..].Split('/').Select(token => token.Replace("~1", "/").Replace("~0", "~"))]);
    }

    public JsonNode? Get(JsonNode? root) => TryGet(root, out var found) ? found : throw Missing();

    public JsonNode? GetOrNull(JsonNode? root) => TryGet(root, out var found) ? found : null;

    public JsonNode? Add(JsonNode? root, JsonNode? value)
    {
        if (tokens.Length == 0) return value;
        switch (Parent(root))
        {
            case JsonObject parent: parent[tokens[^1]] = value; break;
            case JsonArray parent: parent.Insert(tokens[^1] == "-" ? parent.Count : Index(tokens[^1], parent.Count), value); break;
            default: throw Missing();
        }

        return root;
    }

    public JsonNode? Remove(JsonNode? root, out JsonNode? removed)
    {
        removed = Get(root);
        switch (tokens.Length == 0 ? null : Parent(root))
        {
            case JsonObject parent: parent.Remove(tokens[^1]); return root;
            case JsonArray parent: parent.RemoveAt(Index(tokens[^1], parent.Count - 1)); return root;
            default: return null;
        }
    }

    public JsonNode? Replace(JsonNode? root, JsonNode? value)
    {
        if (tokens.Length == 0) return value;
        Get(root);
        switch (Parent(root))
        {
            case JsonObject parent: parent[tokens[^1]] = value; break;
            case JsonArray parent: parent[Index(tokens[^1], parent.Count - 1)] = value; break;
        }

        return root;
    }

    private JsonNode? Parent(JsonNode? root)
    {
        foreach (var token in tokens.AsSpan(0, tokens.Length - 1))
            if (!Child(root, token, out root)) throw Missing();
        return root;
    }

    private bool TryGet(JsonNode? root, out JsonNode? found)
    {
        found = root;
        foreach (var token in tokens)
            if (!Child(found, token, out found)) return false;
        return true;
    }

    private static bool Child(JsonNode? node, string token, out JsonNode? child)
    {
        child = null;
        if (node is JsonObject parent) return parent.TryGetPropertyValue(token, out child);
        if (node is not JsonArray list || !TryIndex(token, out var index) || index >= list.Count) return false;
        child = list[index];
        return true;
    }

    private int Index(string token, int most) => TryIndex(token, out var index) && index <= most ? index : throw Missing();

    private static bool TryIndex(string token, out int index) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out index) && (token.Length == 1 || token[0] != '0');

    private ApiException Missing() => JsonPatch.Refused($"the path \"{text}\" does not exist");
}
