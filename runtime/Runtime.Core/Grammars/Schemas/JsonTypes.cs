using System.Text.Json;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>Types of JSON values. An integer is a number, so there is one flag for integers and one for all other numbers.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Fraction = 8,
    String = 16,
    Array = 32,
    Object = 64,
    Number = Integer | Fraction,
    Any = Null | Boolean | Number | String | Array | Object,
}

internal static class JsonTypesOf
{
    /// <summary>Keywords that only speak about one type: where no schema names a type, they tell which one was meant.</summary>
    private static readonly (JsonTypes Type, string[] Keywords)[] Speaking =
    [
        (JsonTypes.Object, ["properties", "required", "additionalProperties", "minProperties", "maxProperties"]),
        (JsonTypes.Array, ["items", "prefixItems", "minItems", "maxItems"]),
        (JsonTypes.String, ["minLength", "maxLength", "pattern", "format"]),
        (JsonTypes.Number, ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    ];

    /// <summary>The types that a clause permits. Without a word about types it is those that its keywords speak about, or else any.</summary>
    public static JsonTypes Clause(SchemaClause clause)
    {
        var named = clause.Places.Where(place => place.Has("type")).ToList();
        if (named.Count > 0) return named.Aggregate(JsonTypes.Any, (types, place) => types & Named(place));
        if (clause.Places.Any(place => place.Has("enum") || place.Has("const"))) return JsonTypes.Any;
        var meant = Speaking.Where(speaking => clause.Places.Any(place => speaking.Keywords.Any(place.Has))).Aggregate(JsonTypes.None, (types, speaking) => types | speaking.Type);
        return meant == JsonTypes.None ? JsonTypes.Any : meant;
    }

    public static JsonTypes Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => JsonTypes.Null,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.Number => value.TryGetDecimal(out var number) && decimal.IsInteger(number) ? JsonTypes.Integer : JsonTypes.Fraction,
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.Array => JsonTypes.Array,
        _ => JsonTypes.Object,
    };

    private static JsonTypes Named(SchemaPlace place)
    {
        place.TryGet("type", out var type);
        return type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Aggregate(JsonTypes.None, (types, name) => types | Named(place, name))
            : Named(place, type);
    }

    private static JsonTypes Named(SchemaPlace place, JsonElement name) => (name.ValueKind == JsonValueKind.String ? name.GetString() : null) switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "integer" => JsonTypes.Integer,
        "number" => JsonTypes.Number,
        "string" => JsonTypes.String,
        "array" => JsonTypes.Array,
        "object" => JsonTypes.Object,
        _ => throw place.Problem("type", $"{name.GetRawText()} is not a type"),
    };
}
