using System.Text.Json;
using InferOps.Runtime.Core.Grammars.Notation;
using InferOps.Runtime.Core.Grammars.Schemas;
using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Grammars;

/// <summary>Grammars of JSON documents.</summary>
public static class JsonGrammars
{
    /// <summary>Any JSON object.</summary>
    public static Grammar AnyObject { get; } = new GrammarBuilder().Add(GrammarRules.Root, JsonRules.AnyObject).Build();

    /// <summary>Documents that satisfy a JSON schema (draft 2020-12; most of draft 7 is the same).</summary>
    /// <exception cref="SchemaException">A part of the schema cannot be enforced.</exception>
    /// <exception cref="FormatException">The schema as a whole cannot: it is too large, or nothing finite satisfies it.</exception>
    public static Grammar Of(JsonElement schema)
    {
        var builder = new GrammarBuilder();
        var rule = builder.AddSchema(GrammarRules.Root, schema);
        return (rule == GrammarRules.Root ? builder : builder.Add(GrammarRules.Root, rule)).Build();
    }
}
