using System.Collections.Frozen;
using System.Text.Json;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>Which keywords a schema may have. One that would have to be ignored is refused instead: the answer would not be what the schema promises.</summary>
internal static class SchemaKeywords
{
    private static readonly FrozenSet<string> Enforced = new[]
    {
        "type", "enum", "const", "$ref", "allOf", "anyOf", "oneOf",
        "properties", "required", "additionalProperties", "minProperties", "maxProperties",
        "items", "prefixItems", "minItems", "maxItems",
        "minLength", "maxLength", "pattern", "format",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>They say something to a reader and nothing about what is valid.</summary>
    private static readonly FrozenSet<string> Annotations = new[]
    {
        "title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly", "$comment", "$schema", "$id", "$defs", "definitions",
        "contentEncoding", "contentMediaType", "discriminator",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a place says nothing but where to look.</summary>
    public static bool IsReference(SchemaPlace place) =>
        place.Schema.ValueKind == JsonValueKind.Object && place.Has("$ref")
        && place.Schema.EnumerateObject().All(keyword => keyword.Name == "$ref" || Annotations.Contains(keyword.Name));

    /// <exception cref="SchemaException">A keyword cannot be enforced, or the schema is none.</exception>
    public static void Check(SchemaPlace place)
    {
        if (place.Schema.ValueKind != JsonValueKind.Object) throw new SchemaException(place.Path, "a schema must be an object, true or false");
        foreach (var keyword in place.Schema.EnumerateObject())
        {
            if (Enforced.Contains(keyword.Name) || Annotations.Contains(keyword.Name) || keyword.Name.StartsWith("x-", StringComparison.Ordinal)) continue;
            if (keyword.Name == "uniqueItems" && keyword.Value.ValueKind == JsonValueKind.False) continue;
            throw place.Problem(keyword.Name, $"the keyword '{keyword.Name}' cannot be enforced");
        }
    }
}
