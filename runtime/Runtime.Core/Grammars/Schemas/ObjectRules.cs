using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>Objects: their properties in the order of declaration, then others where they are wanted.</summary>
internal sealed class ObjectRules(SchemaRules rules, string name, string path)
{
    private static readonly Expression Separator = Expression.Then(Expression.Of(","), JsonRules.Blank);

    /// <returns>Null when there is no such object.</returns>
    public Expression? Of(ObjectFacts facts)
    {
        var members = new List<Member>();
        foreach (var property in facts.Properties)
        {
            var value = rules.For(property.Schemas);
            if (value is not null) members.Add(new Member(Pair(Expression.Of(JsonText.Of(property.Name)), value), property.Required));
            else if (property.Required) return null;
        }

        var others = facts.Additional is null ? null : Others(facts);
        if (Counted(facts, members, others is not null) is not var (counted, least, most)) return null;
        return Braces(counted, others, least, most);
    }

    /// <summary>Members with their obligations, and how many others there must and may be; null when there is no such object.</summary>
    private (List<Member> Members, int Least, int? Most)? Counted(ObjectFacts facts, List<Member> members, bool open)
    {
        var required = members.Count(member => member.Required);
        var optional = members.Count - required;
        if (facts.Max < required || (!open && facts.Min > members.Count)) return null;
        if (!open && facts.Min == members.Count) members = members.ConvertAll(member => member with { Required = true });
        else if (facts.Min > required + (open && optional == 0 ? 1 : 0)) throw new SchemaException($"{path}/minProperties", "can be enforced only as far as properties are required");
        if (facts.Max < members.Count || (open && facts.Max is not null && optional > 0))
            throw new SchemaException($"{path}/maxProperties", "cannot be enforced together with optional properties");
        return (members, open ? Math.Max(0, facts.Min - required) : 0, facts.Max - members.Count);
    }

    private Expression Braces(List<Member> members, Expression? others, int least, int? most)
    {
        var tail = others is null ? Expression.Nothing : Expression.Times(Expression.Then(Separator, others), least, most);
        var inside = members.Exists(member => member.Required) ? Anchored(members, tail) : Free(members, others, least, most);
        if (inside == Expression.Nothing) return Expression.Then(Expression.Of("{"), JsonRules.Blank, Expression.Of("}"));
        var content = Expression.Then(inside, JsonRules.Blank);
        var mayBeEmpty = least == 0 && !members.Exists(member => member.Required);
        return Expression.Then(Expression.Of("{"), JsonRules.Blank, mayBeEmpty ? Expression.Optional(content) : content, Expression.Of("}"));
    }

    /// <summary>The first required property stands firm: those before it bring their comma after them, those behind it before them.</summary>
    private static Expression Anchored(List<Member> members, Expression tail)
    {
        var anchor = members.FindIndex(member => member.Required);
        var before = members.Take(anchor).Select(member => Expression.Optional(Expression.Then(member.Pair, Separator)));
        var behind = members.Skip(anchor + 1).Select(member => Following(member));
        return Expression.Then([.. before, members[anchor].Pair, .. behind, tail]);
    }

    /// <summary>Any property may be the first. What may follow each of them is a rule of its own, so that the grammar does not grow with their square.</summary>
    private Expression Free(List<Member> members, Expression? others, int least, int? most)
    {
        var starts = new List<Expression>();
        var after = others is null ? Expression.Nothing : Expression.Times(Expression.Then(Separator, others), least, most);
        if (others is not null && most != 0)
            starts.Add(Expression.Then(others, Expression.Times(Expression.Then(Separator, others), Math.Max(0, least - 1), most - 1)));
        for (var i = members.Count - 1; i >= 0; i--)
        {
            starts.Insert(0, Expression.Then(members[i].Pair, after));
            if (i > 0) after = rules.Name($"{name}-rest", Expression.Then(Following(members[i]), after));
        }

        return starts.Count == 0 ? Expression.Nothing : Expression.Either(starts);
    }

    /// <summary>Properties that are not declared: their names differ from all that are.</summary>
    private Expression? Others(ObjectFacts facts)
    {
        if (rules.For(facts.Additional!) is not { } value) return null;
        var names = facts.Properties.Select(property => property.Name).ToList();
        return Pair(names.Count == 0 ? Expression.To(JsonRules.Text) : OtherNames.Than(names), value);
    }

    private static Expression Following(Member member)
    {
        var following = Expression.Then(Separator, member.Pair);
        return member.Required ? following : Expression.Optional(following);
    }

    private static Expression Pair(Expression key, Expression value) => Expression.Then(key, Expression.Of(":"), JsonRules.Space, value);

    private sealed record Member(Expression Pair, bool Required);
}
