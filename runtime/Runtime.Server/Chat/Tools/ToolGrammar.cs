using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Runtime.Core.Grammars;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Server.Chat.Tools.Syntaxes;
using InferOps.Runtime.Server.Errors;

namespace InferOps.Runtime.Server.Chat.Tools;

/// <summary>The grammar of calls, from where their opening ends to the end of the answer.</summary>
internal static class ToolGrammar
{
    /// <exception cref="ApiException">The parameters of a function that insists on them cannot be enforced.</exception>
    public static Grammar Of(ToolSyntax syntax, ToolUse use)
    {
        var builder = new GrammarBuilder();
        foreach (var (i, tool) in use.Callable.Index()) builder.Add($"call-{i}", syntax.Call(builder, tool, $"arguments-{i}"));
        builder.Add("call", string.Join(" | ", use.Callable.Select((_, i) => $"call-{i}")));
        builder.Add("root", syntax.Root(use.AllowsSeveral && syntax.AllowsSeveral));
        return builder.Build();
    }

    /// <summary>The rule for the arguments of a function as a JSON object.</summary>
    public static string Json(GrammarBuilder builder, Tool tool, string rule) =>
        tool.Parameters is { } parameters ? Enforced(tool, parameters, "object", (to, schema) => to.AddSchema(rule, schema), builder) : "\"{}\"";

    /// <summary>The arguments of a function one by one.</summary>
    public static SchemaMembers Members(GrammarBuilder builder, Tool tool, string rule) =>
        tool.Parameters is { } parameters ? Enforced(tool, parameters, new SchemaMembers([], AreAll: false), (to, schema) => to.AddMembers(rule, schema), builder) : new SchemaMembers([], AreAll: true);

    /// <summary>Calls of which each stands between an opening and a closing, with line ends within; the first opening has been read.</summary>
    public static string InTags(string opening, string closing, bool several)
    {
        var (before, after) = (Quoted($"\n{opening}\n"), Quoted($"\n{closing}"));
        return several ? $"\"\\n\"? call {after} ({before} call {after})*" : $"\"\\n\"? call {after}";
    }

    /// <summary>A text, as grammars have it.</summary>
    public static string Quoted(string text) => JsonSerializer.Serialize(text, Wire.WireJson.Types.String);

    /// <summary>What a schema comes to in a grammar; <paramref name="otherwise"/> where it cannot be enforced and nobody insists on it.</summary>
    private static T Enforced<T>(Tool tool, JsonElement parameters, T otherwise, Func<GrammarBuilder, JsonElement, T> add, GrammarBuilder builder)
    {
        var schema = Object(parameters);
        try
        {
            // On its own first: what fails leaves rules behind.
            var alone = new GrammarBuilder();
            add(alone, schema);
            alone.Add("root", "\"\"").Build();
        }
        catch (FormatException error) when (tool.IsStrict)
        {
            throw ApiException.Invalid($"{tool.Place}.parameters", $"The parameters of '{tool.Name}' cannot be enforced: {error.Message}.");
        }
        catch (FormatException)
        {
            return otherwise;
        }

        return add(builder, schema);
    }

    /// <summary>A schema that does not say so is of an object all the same.</summary>
    private static JsonElement Object(JsonElement schema)
    {
        if (schema.TryGetProperty("type", out _)) return schema;
        var typed = JsonObject.Create(schema)!;
        typed["type"] = "object";
        return JsonSerializer.SerializeToElement(typed, Wire.WireJson.Types.JsonObject);
    }
}
