using System.Globalization;
using System.Text;
using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>Writes the rules for the values that satisfy schemas of one document, one rule for each set of schemas.</summary>
/// <param name="document">The schemas.</param>
/// <param name="rules">Where the rules go.</param>
/// <param name="name">What the rule for the whole document is called, and what the names of all others begin with.</param>
internal sealed class SchemaRules(SchemaDocument document, GrammarRules rules, string name)
{
    private const int MostNesting = 80;
    private const int MostSchemas = 5000;

    private readonly SchemaClauses _clauses = new(document);
    private readonly Dictionary<string, Expression?> _done = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _underWay = new(StringComparer.Ordinal);
    private readonly HashSet<string> _recursive = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <exception cref="SchemaException">Nothing satisfies it.</exception>
    public Expression Whole() => For([document.Root]) ?? throw new SchemaException(document.Root.Path, "nothing satisfies the schema");

    /// <summary>A value that satisfies all of <paramref name="places"/>; null when there is none.</summary>
    public Expression? For(IReadOnlyList<SchemaPlace> places)
    {
        places = [.. places.Select(document.Follow).Where(place => !place.Is(true)).DistinctBy(place => place.Path)];
        if (places.Count == 0) return Expression.To(JsonRules.Value);
        var key = string.Join(' ', places.Select(place => place.Path).Order(StringComparer.Ordinal));
        if (_done.TryGetValue(key, out var done)) return done;
        if (_underWay.TryGetValue(key, out var started))
        {
            _recursive.Add(key);
            return Expression.To(started);
        }

        if (_underWay.Count >= MostNesting) throw new SchemaException(places[0].Path, $"schemas are nested more than {MostNesting} deep");
        if (_done.Count >= MostSchemas) throw new SchemaException(places[0].Path, $"there are more than {MostSchemas} schemas");
        var own = _underWay[key] = Unique(NameOf(places[0].Path));
        var value = Alternatives(places, own);
        _underWay.Remove(key);
        if (value is null && _recursive.Contains(key)) throw new SchemaException(places[0].Path, "nothing satisfies the schema");
        if (value is not (null or Expression.Reference or Expression.Text) || _recursive.Contains(key))
        {
            rules.Add(own, value!);
            value = Expression.To(own);
        }

        return _done[key] = value;
    }

    /// <summary>Gives an expression a rule of its own.</summary>
    public Expression Name(string wanted, Expression expression)
    {
        if (expression is Expression.Reference) return expression;
        var own = Unique(wanted);
        rules.Add(own, expression);
        return Expression.To(own);
    }

    private Expression? Alternatives(IReadOnlyList<SchemaPlace> places, string own)
    {
        var options = _clauses.Of(places).SelectMany(clause => Alternatives(clause, own)).Distinct().ToList();
        return options.Count == 0 ? null : Expression.Either(options);
    }

    private IEnumerable<Expression> Alternatives(SchemaClause clause, string own)
    {
        if (clause.Places.Count == 0) return [Expression.To(JsonRules.Value)];
        if (ValueRules.Of(clause) is { } values) return ValueRules.Either(values) is { } listed ? [listed] : [];
        var types = JsonTypesOf.Clause(clause);
        Expression?[] options =
        [
            types.HasFlag(JsonTypes.Object) ? new ObjectRules(this, own, clause.Places[0].Path).Of(ObjectFacts.Of(clause)) : null,
            types.HasFlag(JsonTypes.Array) ? ArrayRules.Of(ArrayFacts.Of(clause), For) : null,
            types.HasFlag(JsonTypes.String) ? StringRules.Of(clause) : null,
            (types & JsonTypes.Number) switch
            {
                JsonTypes.Number => NumberRules.Number(clause),
                JsonTypes.Integer => NumberRules.Integer(clause),
                _ => null,
            },
            types.HasFlag(JsonTypes.Boolean) ? Expression.To(JsonRules.Boolean) : null,
            types.HasFlag(JsonTypes.Null) ? Expression.To(JsonRules.Null) : null,
        ];
        return options.OfType<Expression>();
    }

    private string Unique(string wanted)
    {
        var (candidate, number) = (wanted, 1);
        while (JsonRules.IsName(candidate) || rules.TryGet(candidate, out _) || !_names.Add(candidate))
            candidate = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{++number}");
        return candidate;
    }

    /// <summary>From <c>#/properties/address/items</c> to <c>root-address-item</c>.</summary>
    private string NameOf(string path)
    {
        var text = new StringBuilder(name);
        foreach (var step in path.Split('/').Skip(1))
        {
            if (step is "properties" or "$defs" or "definitions" or "anyOf" or "oneOf" or "allOf" or "prefixItems") continue;
            var word = step switch { "items" => "item", "additionalProperties" => "other", _ => step };
            text.Append('-').Append([.. word.Where(char.IsAsciiLetterOrDigit)]);
        }

        return text.ToString(0, Math.Min(text.Length, 60)).TrimEnd('-');
    }
}
