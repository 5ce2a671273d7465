using System.Globalization;
using System.Text.Json;
using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>Rules for the members of an object one by one: strings as they are, everything else as JSON.</summary>
/// <param name="document">The schema of the object.</param>
/// <param name="rules">Writes the rules of values that are JSON.</param>
/// <param name="name">What names of rules begin with.</param>
internal sealed class MemberRules(SchemaDocument document, SchemaRules rules, string name)
{
    private readonly SchemaClauses _clauses = new(document);

    /// <exception cref="SchemaException">A part of the schema cannot be enforced like this.</exception>
    public SchemaMembers All()
    {
        var facts = ObjectFacts.Of(Whole());
        var required = facts.Properties.Count(property => property.Required);
        if (facts.Min > required) throw new SchemaException("#/minProperties", "can be enforced only as far as properties are required");
        if (facts.Max < facts.Properties.Count) throw new SchemaException("#/maxProperties", "cannot be enforced together with more properties");
        return new SchemaMembers([.. facts.Properties.Index().Select(item => Member(item.Item, item.Index)).OfType<SchemaMember>()], facts.Additional is null);
    }

    /// <summary>What members are written as, as far as their schemas can be understood.</summary>
    public IReadOnlyDictionary<string, MemberForm> Forms()
    {
        try
        {
            return ObjectFacts.Of(Whole()).Properties.ToDictionary(property => property.Name, FormOrEither, StringComparer.Ordinal);
        }
        catch (SchemaException)
        {
            return new Dictionary<string, MemberForm>();
        }
    }

    private SchemaClause Whole() => _clauses.Of([document.Root]) is [var only] ? only : throw new SchemaException("#", "alternatives between whole objects cannot be enforced for this model");

    private MemberForm FormOrEither(PropertyFacts property)
    {
        try
        {
            return Form(_clauses.Of(property.Schemas));
        }
        catch (SchemaException)
        {
            return MemberForm.Either;
        }
    }

    private SchemaMember? Member(PropertyFacts property, int index)
    {
        var clauses = _clauses.Of(property.Schemas);
        if (clauses.Count == 0 && !property.Required) return null;
        var form = Form(clauses);
        var value = form == MemberForm.Json ? rules.For(property.Schemas) : Written(clauses);
        if (value is null && form == MemberForm.Json) throw new SchemaException(document.Root.Path, $"nothing satisfies the schema of '{property.Name}'");
        var rule = value is null ? null : rules.Name(string.Create(CultureInfo.InvariantCulture, $"{name}-{index}"), value);
        return new SchemaMember(property.Name, property.Required, form, (rule as Expression.Reference)?.Rule);
    }

    private static MemberForm Form(IReadOnlyList<SchemaClause> clauses)
    {
        var types = clauses.Aggregate(JsonTypes.None, (all, clause) => all | Types(clause));
        return types == JsonTypes.String ? MemberForm.Text : types.HasFlag(JsonTypes.String) ? MemberForm.Either : MemberForm.Json;
    }

    private static JsonTypes Types(SchemaClause clause) =>
        ValueRules.Of(clause)?.Aggregate(JsonTypes.None, (types, value) => types | JsonTypesOf.Value(value)) ?? JsonTypesOf.Clause(clause);

    /// <summary>Null where any text will do.</summary>
    private static Expression? Written(IReadOnlyList<SchemaClause> clauses)
    {
        var options = clauses.Select(Written).ToList();
        return options.Contains(null) ? null : Expression.Either(options!);
    }

    private static Expression? Written(SchemaClause clause) => ValueRules.Of(clause) is { Count: > 0 } values
        ? Expression.Either(values.Select(value => Expression.Of(value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonText.Of(value))))
        : JsonTypesOf.Clause(clause) == JsonTypes.String ? StringRules.Plain(clause) : null;
}
