namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>What a clause says about an object.</summary>
/// <param name="Properties">In the order in which they were declared; required ones that nobody declared come last.</param>
/// <param name="Additional">Schemas of further properties; null where there are none.</param>
/// <param name="Min">At least so many properties.</param>
/// <param name="Max">At most so many.</param>
internal sealed record ObjectFacts(IReadOnlyList<PropertyFacts> Properties, IReadOnlyList<SchemaPlace>? Additional, int Min, int? Max)
{
    /// <summary>Whether the schema itself forbids further properties, and not only nobody writes them.</summary>
    public bool IsClosed { get; private init; }

    public static ObjectFacts Of(SchemaClause clause)
    {
        var required = clause.Places.SelectMany(place => place.Strings("required")).ToHashSet(StringComparer.Ordinal);
        var declared = clause.Places.SelectMany(place => place.Map("properties")).Select(property => property.Name);
        return new ObjectFacts(
            [.. declared.Concat(required).Distinct(StringComparer.Ordinal).Select(name => new PropertyFacts(name, required.Contains(name), SchemasOf(clause, name)))],
            AdditionalOf(clause),
            clause.Places.Max(place => place.Count("minProperties")) ?? 0,
            clause.Places.Min(place => place.Count("maxProperties")))
        {
            IsClosed = clause.Places.Any(place => place.Has("additionalProperties") && place.Below("additionalProperties").Is(false)),
        };
    }

    /// <summary>Additional to one schema is what that schema does not declare, whatever the others declare.</summary>
    private static List<SchemaPlace> SchemasOf(SchemaClause clause, string name)
    {
        var schemas = new List<SchemaPlace>();
        foreach (var place in clause.Places)
        {
            if (place.Map("properties").FirstOrDefault(property => property.Name == name) is { Name: not null } property) schemas.Add(property.Place);
            else if (place.Has("additionalProperties")) schemas.Add(place.Below("additionalProperties"));
        }

        return schemas;
    }

    /// <summary>Where properties are declared and nothing is said about others, others are permitted and left out: nobody waits for them.</summary>
    private static List<SchemaPlace>? AdditionalOf(SchemaClause clause)
    {
        var spoken = clause.Places.Where(place => place.Has("additionalProperties")).Select(place => place.Below("additionalProperties")).ToList();
        if (spoken.Count > 0) return spoken.Exists(place => place.Is(false)) ? null : spoken;
        return clause.Places.Any(place => place.Has("properties")) ? null : spoken;
    }
}

/// <param name="Name">As the object has it.</param>
/// <param name="Required">Whether it may not be left out.</param>
/// <param name="Schemas">All of which its value satisfies.</param>
internal sealed record PropertyFacts(string Name, bool Required, IReadOnlyList<SchemaPlace> Schemas);
