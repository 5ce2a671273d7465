using System.Text.Json;
using InferOps.Runtime.Core.Grammars.Notation;
using InferOps.Runtime.Core.Grammars.Schemas;
using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Grammars;

/// <summary>Puts a grammar together from schemas and from rules in llama.cpp's notation. Rules of JSON itself (<c>value</c>, <c>object</c>, <c>string</c>, <c>ws</c> …) are there.</summary>
public sealed class GrammarBuilder
{
    private readonly GrammarRules _rules = new();

    /// <summary>Adds the rules for documents that satisfy a schema.</summary>
    /// <param name="name">What names of the rules begin with: letters, digits and '-'; not used before.</param>
    /// <param name="schema">A JSON schema; references within it are its own.</param>
    /// <returns>The rule for the document: often, but not always, <paramref name="name"/>.</returns>
    /// <exception cref="SchemaException">A part of the schema cannot be enforced.</exception>
    public string AddSchema(string name, JsonElement schema)
    {
        return Understood(() =>
        {
            var whole = new SchemaRules(new SchemaDocument(schema), _rules, name).Whole();
            if (whole is Expression.Reference { Rule: var rule }) return rule;
            _rules.Add(name, whole);
            return name;
        });
    }

    /// <summary>Adds the rules for the members of an object that satisfies a schema, to be written one by one.</summary>
    /// <param name="name">What names of the rules begin with: letters, digits and '-'; not used before.</param>
    /// <param name="schema">A JSON schema of an object; references within it are its own.</param>
    /// <exception cref="SchemaException">A part of the schema cannot be enforced.</exception>
    public SchemaMembers AddMembers(string name, JsonElement schema)
    {
        var document = new SchemaDocument(schema);
        return Understood(() => new MemberRules(document, new SchemaRules(document, _rules, name), name).All());
    }

    /// <summary>What the members of an object are written as that satisfies a schema; those are left out that it does not name or that nothing is known of.</summary>
    public static IReadOnlyDictionary<string, MemberForm> MemberForms(JsonElement schema)
    {
        var document = new SchemaDocument(schema);
        return Understood(() => new MemberRules(document, new SchemaRules(document, new GrammarRules(), "form"), "form").Forms());
    }

    /// <summary>Adds one rule: its name, and what stands right of its <c>::=</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public GrammarBuilder Add(string name, string notation)
    {
        foreach (var (rule, expression) in GrammarReader.Read($"{name} ::= {notation}").All) _rules.Add(rule, expression);
        return this;
    }

    /// <exception cref="FormatException">There is no rule <c>root</c>, a rule is missing, or the whole cannot be used.</exception>
    public Grammar Build()
    {
        JsonRules.AddNeeded(_rules);
        GrammarCheck.Check(_rules);
        return new Grammar(GrammarWriter.Write(_rules));
    }

    private static T Understood<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException error)
        {
            // Half of a surrogate pair is legal in JSON, and no text.
            throw new SchemaException("#", error.Message);
        }
    }
}
