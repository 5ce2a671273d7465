using System.Text.Json.Nodes;
using InferOps.LocalCluster.Schema.BuiltIn;

namespace InferOps.LocalCluster.Schema.OpenApi;

/// <summary>Writes schemas as OpenAPI and gathers the definitions they refer to.</summary>
/// <param name="prefix">What references start with: <c>#/definitions/</c> in v2, <c>#/components/schemas/</c> in v3.</param>
/// <param name="v3">v3 wraps references that carry a description, and knows more keywords.</param>
internal sealed class DefinitionCollector(string prefix, bool v3)
{
    private readonly SortedDictionary<string, JsonObject> definitions = new(StringComparer.Ordinal);

    public JsonObject ToJson() => new(definitions.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, entry.Value)));

    public static JsonObject Reference(string prefix, string definition) => new() { ["$ref"] = prefix + definition };

    /// <summary>A reference to the named type, which becomes a definition.</summary>
    public JsonObject Refer(SchemaNode node)
    {
        var name = node.Definition!;
        if (!definitions.ContainsKey(name))
        {
            definitions[name] = [];
            definitions[name] = Scalars.Definition(name) ?? Inline(node);
        }

        return Reference(prefix, name);
    }

    public void Add(string name, JsonObject definition) => definitions.TryAdd(name, definition);

    public JsonObject? Find(string name) => definitions.GetValueOrDefault(name);

    /// <summary>A field, item or map value: a reference where the type has a name.</summary>
    private JsonObject Use(SchemaNode node)
    {
        if (node.Definition is null) return Inline(node);
        // A definition describes the type, the place that uses it says what it is for.
        var ofType = BuiltInSchemas.Shared.Definitions.GetValueOrDefault(node.Definition)?.Description;
        var reference = Refer(node with { Description = ofType, Default = null });
        var saysMore = node.Description is not null && node.Description != ofType;
        var use = v3 && saysMore ? new JsonObject { ["allOf"] = new JsonArray(reference) } : reference;
        if (saysMore) use["description"] = node.Description;
        if (v3 && node.Default is not null) use["default"] = node.Default.DeepClone();
        return use;
    }

    private JsonObject Inline(SchemaNode node)
    {
        var json = new JsonObject();
        if (node.Description is not null) json["description"] = node.Description;
        if (node.Type.Length > 0) json["type"] = node.Type;
        else if (node is { PreserveUnknownFields: true, IntOrString: false }) json["type"] = "object";
        if (node.Format is not null) json["format"] = node.Format;
        if (node.Default is not null) json["default"] = node.Default.DeepClone();
        if (node.Required.Count > 0) json["required"] = new JsonArray([.. node.Required.Select(name => (JsonNode)name)]);
        if (node.Properties.Count > 0)
            json["properties"] = new JsonObject(node.Properties.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Key, Use(field.Value))));
        if (node.AdditionalProperties is not null) json["additionalProperties"] = Use(node.AdditionalProperties);
        if (node.Items is not null) json["items"] = Use(node.Items);
        Rules(json, node.Rules);
        Extensions(json, node);
        return json;
    }

    private static void Rules(JsonObject json, ValueRules rules)
    {
        if (rules.Enum.Count > 0) json["enum"] = new JsonArray([.. rules.Enum.Select(value => value.DeepClone())]);
        if (rules.Pattern is not null) json["pattern"] = rules.Pattern;
        if (rules.Minimum is { } minimum) json["minimum"] = minimum;
        if (rules.Maximum is { } maximum) json["maximum"] = maximum;
        if (rules.MinLength is { } minLength) json["minLength"] = minLength;
        if (rules.MaxLength is { } maxLength) json["maxLength"] = maxLength;
        if (rules.MinItems is { } minItems) json["minItems"] = minItems;
        if (rules.MaxItems is { } maxItems) json["maxItems"] = maxItems;
    }

    private static void Extensions(JsonObject json, SchemaNode node)
    {
        if (node.PreserveUnknownFields) json["x-kubernetes-preserve-unknown-fields"] = true;
        if (node.IntOrString) json["x-kubernetes-int-or-string"] = true;
        if (node.AtomicMap) json["x-kubernetes-map-type"] = "atomic";
        if (node.IsArray && (node.ListType != ListType.Atomic || !node.PatchMerge)) json["x-kubernetes-list-type"] = node.ListType.ToString().ToLowerInvariant();
        if (node.ListMapKeys.Count > 0) json["x-kubernetes-list-map-keys"] = new JsonArray([.. node.ListMapKeys.Select(key => (JsonNode)key)]);
        if (node.PatchMergeKey is not null) json["x-kubernetes-patch-merge-key"] = node.PatchMergeKey;
        var strategies = new[] { node.PatchMerge ? "merge" : null, node.PatchRetainKeys ? "retainKeys" : null }.OfType<string>().ToList();
        if (strategies.Count > 0) json["x-kubernetes-patch-strategy"] = string.Join(',', strategies);
    }
}
