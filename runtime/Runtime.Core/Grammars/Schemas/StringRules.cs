using InferOps.Runtime.Core.Grammars.Notation;
using InferOps.Runtime.Core.Grammars.Patterns;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>Strings with a length, a pattern or a format.</summary>
internal static class StringRules
{
    private const int MostCharacters = 10_000;

    private static readonly string[] NumberFormats = ["int32", "uint32", "int64", "uint64", "float", "double"];

    /// <returns>Null when no string satisfies the clause.</returns>
    public static Expression? Of(SchemaClause clause)
    {
        var (min, max) = Limits(clause);
        if (max < min) return null;
        if (Shape.Of(clause) is { } shape) return Quoted(JsonText.Escaped(Shaped(shape, min, max)));
        if (min == 0 && max is null) return Expression.To(JsonRules.Text);
        return Quoted(Expression.Times(Expression.To(JsonRules.Character), min, max));
    }

    /// <summary>The strings themselves, not as JSON.</summary>
    /// <returns>Null when any string satisfies the clause.</returns>
    /// <exception cref="SchemaException">None does.</exception>
    public static Expression? Plain(SchemaClause clause)
    {
        var (min, max) = Limits(clause);
        if (max < min) throw new SchemaException(clause.Places[0].Path, "nothing satisfies the schema");
        if (Shape.Of(clause) is { } shape) return Shaped(shape, min, max);
        return min == 0 && max is null ? null : Expression.Times(new Expression.Character(CharacterSet.Everything), min, max);
    }

    private static (int Min, int? Max) Limits(SchemaClause clause)
    {
        var min = clause.Places.Max(place => place.Count("minLength")) ?? 0;
        var max = clause.Places.Min(place => place.Count("maxLength"));
        if (Shape.Of(clause) is not null) return (min, max);
        Limit(clause, "minLength", min);
        Limit(clause, "maxLength", max ?? 0);
        return (min, max);
    }

    private static Expression Shaped(Shape shape, int min, int? max)
    {
        Expression text;
        try
        {
            text = PatternReader.Read(shape.Pattern);
        }
        catch (FormatException error)
        {
            throw shape.Place.Problem(shape.Keyword, $"'{shape.Pattern}' cannot be enforced: {error.Message}");
        }

        // Characters of one class, any number of them: the lengths narrow that number.
        if (text is Expression.Repeat { Part: Expression.Character one } many)
        {
            var (least, most) = (Math.Max(min, many.Min), max is null || many.Max < max ? many.Max : max);
            return most < least ? throw shape.Place.Problem(shape.Keyword, "no string has this pattern and this length") : Expression.Times(one, least, most);
        }

        var lengths = Lengths.Of(text);
        return lengths.Min >= min && (max is null || lengths.Max <= max)
            ? text
            : throw shape.Place.Problem(shape.Keyword, $"cannot be enforced together with a length: write the length into the {shape.Keyword}");
    }

    private static void Limit(SchemaClause clause, string keyword, int characters)
    {
        if (characters > MostCharacters)
            throw clause.Places.First(place => place.Has(keyword)).Problem(keyword, $"lengths above {MostCharacters} cannot be enforced: max_tokens bounds the answer too");
    }

    private static Expression Quoted(Expression text) => Expression.Then(Expression.Of("\""), text, Expression.Of("\""));

    /// <summary>What a keyword says that strings look like.</summary>
    private sealed record Shape(SchemaPlace Place, string Keyword, string Pattern)
    {
        public static Shape? Of(SchemaClause clause)
        {
            var shapes = clause.Places.SelectMany(All).DistinctBy(shape => shape.Pattern).ToList();
            if (shapes.Count > 1) throw shapes[1].Place.Problem(shapes[1].Keyword, "cannot be enforced together with another pattern or format of the same string");
            return shapes is [var shape] ? shape : null;
        }

        private static IEnumerable<Shape> All(SchemaPlace place)
        {
            if (place.String("pattern") is { } pattern) yield return new Shape(place, "pattern", pattern);
            if (place.String("format") is not { } format || NumberFormats.Contains(format)) yield break;
            if (!FormatPatterns.All.TryGetValue(format, out var known)) throw place.Problem("format", $"the format '{format}' cannot be enforced");
            yield return new Shape(place, "format", known);
        }
    }
}
