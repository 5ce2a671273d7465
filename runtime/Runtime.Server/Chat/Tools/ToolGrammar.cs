using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Runtime.Core.Grammars;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Server.Errors;

namespace InferOps.Runtime.Server.Chat.Tools;

/// <summary>The grammar of calls, from where their opening ends to the end of the answer.</summary>
internal static class ToolGrammar
{
    /// <exception cref="ApiException">The parameters of a function that insists on them cannot be enforced.</exception>
    public static Grammar Of(ToolSyntax syntax, ToolUse use)
    {
        var builder = new GrammarBuilder();
        for (var i = 0; i < use.Callable.Count; i++)
        {
            var arguments = Arguments(builder, use.Callable[i], $"arguments-{i}");
            builder.Add($"call-{i}", $"{Quoted(Beginning(use.Callable[i]) + $", \"{syntax.ArgumentsName}\": ")} {arguments} \"}}\"");
        }

        builder.Add("call", string.Join(" | ", use.Callable.Select((_, i) => $"call-{i}")));
        builder.Add("root", Root(syntax, use.AllowsSeveral && syntax.AllowsSeveral));
        return builder.Build();
    }

    /// <summary>How a call of a function begins, up to its name.</summary>
    public static string Beginning(Tool tool) => $"{{\"name\": \"{tool.Name}\"";

    private static string Root(ToolSyntax syntax, bool several)
    {
        if (syntax.IsList) return several ? "\" \"? \"[\" call (\", \" call)* \"]\"" : "\" \"? \"[\" call \"]\"";
        if (syntax.Opening.Length == 0) return several ? "call (\"\\n\" call)*" : "call";
        var (opening, closing) = (Quoted($"\n{syntax.Opening}\n"), Quoted($"\n{syntax.Closing}"));
        return several ? $"\"\\n\"? call {closing} ({opening} call {closing})*" : $"\"\\n\"? call {closing}";
    }

    private static string Arguments(GrammarBuilder builder, Tool tool, string rule)
    {
        if (tool.Parameters is not { } parameters) return "\"{}\"";
        var schema = Object(parameters);
        try
        {
            JsonGrammars.Of(schema);
        }
        catch (FormatException error) when (tool.IsStrict)
        {
            throw ApiException.Invalid($"{tool.Place}.parameters", $"The parameters of '{tool.Name}' cannot be enforced: {error.Message}.");
        }
        catch (FormatException)
        {
            // Not worth refusing a request that does not insist on it.
            return "object";
        }

        return builder.AddSchema(rule, schema);
    }

    /// <summary>A schema that does not say so is of an object all the same.</summary>
    private static JsonElement Object(JsonElement schema)
    {
        if (schema.TryGetProperty("type", out _)) return schema;
        var typed = JsonObject.Create(schema)!;
        typed["type"] = "object";
        return JsonSerializer.SerializeToElement(typed, Wire.WireJson.Types.JsonObject);
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Wire.WireJson.Types.String);
}
