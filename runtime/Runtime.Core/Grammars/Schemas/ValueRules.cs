using System.Text.Json;
using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>The values that <c>enum</c> and <c>const</c> list.</summary>
internal static class ValueRules
{
    private static readonly string[] Unjudged = ["pattern", "format", "properties", "required", "additionalProperties", "items", "prefixItems", "minItems", "maxItems", "minProperties", "maxProperties", "multipleOf"];

    /// <summary>Those that satisfy the rest of the clause too; null when the clause lists none.</summary>
    public static List<JsonElement>? Of(SchemaClause clause)
    {
        List<JsonElement>? values = null;
        foreach (var place in clause.Places)
        {
            foreach (var listed in Lists(place))
                values = values is null ? listed : values.FindAll(value => listed.Exists(other => JsonElement.DeepEquals(value, other)));
        }

        if (values is null) return null;
        foreach (var place in clause.Places)
        {
            if (Unjudged.FirstOrDefault(place.Has) is { } keyword) throw place.Problem(keyword, "cannot be enforced together with a list of values");
        }

        var (types, numbers) = (JsonTypesOf.Clause(clause), NumberFacts.Of(clause));
        return values.FindAll(value => (JsonTypesOf.Value(value) & types) != 0 && Fits(clause, numbers, value));
    }

    public static Expression? Either(IReadOnlyList<JsonElement> values) =>
        values.Count == 0 ? null : Expression.Either(values.Select(JsonText.Of).Distinct(StringComparer.Ordinal).Select(Expression.Of));

    private static IEnumerable<List<JsonElement>> Lists(SchemaPlace place)
    {
        if (place.TryGet("const", out var only)) yield return [only];
        if (!place.TryGet("enum", out var list)) yield break;
        yield return list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 ? [.. list.EnumerateArray()] : throw place.Problem("enum", "must be a list of values");
    }

    private static bool Fits(SchemaClause clause, NumberFacts numbers, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when !numbers.IsFree => value.TryGetDecimal(out var number) && numbers.Contains(number),
        JsonValueKind.String when value.GetString()!.EnumerateRunes().Count() is var length =>
            clause.Places.All(place => length >= (place.Count("minLength") ?? 0) && length <= (place.Count("maxLength") ?? int.MaxValue)),
        _ => true,
    };
}
