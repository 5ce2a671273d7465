using System.Text.Json;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>Whether the alternatives of a <c>oneOf</c> exclude each other, so that what satisfies one satisfies exactly one.</summary>
internal static class SchemaOverlap
{
    /// <exception cref="SchemaException">It cannot be shown that they do.</exception>
    public static void Check(SchemaClauses clauses, SchemaPlace place)
    {
        var satisfying = place.List("oneOf").Select(alternative => clauses.Of([alternative])).ToList();
        for (var i = 0; i < satisfying.Count; i++)
        {
            for (var j = i + 1; j < satisfying.Count; j++)
            {
                if (satisfying[i].Any(one => satisfying[j].Any(other => !Exclude(clauses, one, other))))
                    throw place.Problem("oneOf", $"alternatives {i} and {j} may both be satisfied by one value: write 'anyOf', or give each a property with its own 'const'");
            }
        }
    }

    private static bool Exclude(SchemaClauses clauses, SchemaClause one, SchemaClause other)
    {
        if (ValueRules.Of(one) is { } listed) return listed.TrueForAll(value => Excludes(other, value));
        if (ValueRules.Of(other) is { } values) return values.TrueForAll(value => Excludes(one, value));
        var shared = JsonTypesOf.Clause(one) & JsonTypesOf.Clause(other) & JsonTypes.Any;
        if (shared == JsonTypes.None) return Typed(one) && Typed(other);
        if ((shared & ~JsonTypes.Number) == 0) return Apart(NumberFacts.Of(one), NumberFacts.Of(other));
        return shared == JsonTypes.Object && Typed(one) && Typed(other) && Apart(clauses, ObjectFacts.Of(one), ObjectFacts.Of(other));
    }

    /// <summary>Without a type, everything that its keywords do not speak about satisfies a schema too.</summary>
    private static bool Typed(SchemaClause clause) => clause.Places.Any(place => place.Has("type") || place.Has("enum") || place.Has("const"));

    private static bool Excludes(SchemaClause clause, JsonElement value)
    {
        if (ValueRules.Of(clause) is { } values) return !values.Exists(other => JsonElement.DeepEquals(value, other));
        return Typed(clause) && (JsonTypesOf.Clause(clause) & JsonTypesOf.Value(value)) == 0;
    }

    private static bool Apart(NumberFacts one, NumberFacts other) => Below(one.Max, other.Min) || Below(other.Max, one.Min);

    private static bool Below(NumberBound? high, NumberBound? low) =>
        high is not null && low is not null && (high.Value < low.Value || (high.Value == low.Value && (high.IsOpen || low.IsOpen)));

    /// <summary>Objects differ when both have a property whose values exclude each other, or when one needs what the other forbids.</summary>
    private static bool Apart(SchemaClauses clauses, ObjectFacts one, ObjectFacts other) =>
        one.Properties.Any(property => property.Required && Needs(clauses, property, other)) || other.Properties.Any(property => property.Required && Needs(clauses, property, one));

    private static bool Needs(SchemaClauses clauses, PropertyFacts property, ObjectFacts other)
    {
        if (other.Properties.FirstOrDefault(candidate => candidate.Name == property.Name) is not { } same) return other.IsClosed;
        return ValuesOf(clauses, property) is { } mine && ValuesOf(clauses, same) is { } theirs
            && !mine.Exists(value => theirs.Exists(candidate => JsonElement.DeepEquals(value, candidate)));
    }

    private static List<JsonElement>? ValuesOf(SchemaClauses clauses, PropertyFacts property)
    {
        var values = new List<JsonElement>();
        foreach (var clause in clauses.Of(property.Schemas))
        {
            if (ValueRules.Of(clause) is not { } listed) return null;
            values.AddRange(listed);
        }

        return values;
    }
}
