using System.Text.Json;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>What a clause says about an array.</summary>
/// <param name="First">Schemas of each of the first items.</param>
/// <param name="Rest">Schemas of all others; null where there are none.</param>
/// <param name="Min">At least so many items.</param>
/// <param name="Max">At most so many.</param>
internal sealed record ArrayFacts(IReadOnlyList<IReadOnlyList<SchemaPlace>> First, IReadOnlyList<SchemaPlace>? Rest, int Min, int? Max)
{
    public static ArrayFacts Of(SchemaClause clause)
    {
        foreach (var place in clause.Places)
        {
            if (place.TryGet("items", out var items) && items.ValueKind == JsonValueKind.Array) throw place.Problem("items", "write a list of item schemas as 'prefixItems'");
        }

        var prefixes = clause.Places.Select(place => (Place: place, Prefix: place.List("prefixItems").ToList())).ToList();
        var rest = clause.Places.Where(place => place.Has("items")).Select(place => place.Below("items")).ToList();
        return new ArrayFacts(
            [.. Enumerable.Range(0, prefixes.Max(one => one.Prefix.Count)).Select(index => SchemasOf(prefixes, index))],
            rest.Exists(place => place.Is(false)) ? null : rest,
            clause.Places.Max(place => place.Count("minItems")) ?? 0,
            clause.Places.Min(place => place.Count("maxItems")));
    }

    private static List<SchemaPlace> SchemasOf(List<(SchemaPlace Place, List<SchemaPlace> Prefix)> prefixes, int index)
    {
        var schemas = new List<SchemaPlace>();
        foreach (var (place, prefix) in prefixes)
        {
            if (index < prefix.Count) schemas.Add(prefix[index]);
            else if (place.Has("items")) schemas.Add(place.Below("items"));
        }

        return schemas;
    }
}
