using System.Text.Json;
using System.Text.RegularExpressions;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Chat.Tools;

/// <summary>Reads <c>tools</c>, <c>tool_choice</c> and <c>parallel_tool_calls</c>, or says what is wrong with which of them.</summary>
internal static partial class ToolUseReader
{
    private const int MostTools = 128;
    private const string ToolsParameter = "tools";
    private const string Choice = "tool_choice";

    /// <returns>Null where the model is to know of no tools.</returns>
    /// <exception cref="ApiException">Something is wrong with them.</exception>
    public static ToolUse? Read(ChatRequest body)
    {
        var tools = Tools(body.Tools);
        var choice = body.ToolChoice is { ValueKind: not JsonValueKind.Null } given ? given : (JsonElement?)null;
        var word = choice is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        if (choice is not null && word is null) return Named(tools, choice.Value, body);
        return word switch
        {
            "required" when tools.Count == 0 => throw ApiException.Invalid(Choice, "'tool_choice' needs 'tools' to choose from."),
            null or "auto" or "required" => tools.Count == 0 ? null : new ToolUse(tools, tools) { IsRequired = word == "required", AllowsSeveral = body.ParallelToolCalls ?? true },
            "none" => null,
            _ => throw ApiException.Invalid(Choice, $"'{word}' is not a choice: use none, auto, required or a function."),
        };
    }

    private static ToolUse Named(List<Tool> tools, JsonElement choice, ChatRequest body)
    {
        if (choice.ValueKind != JsonValueKind.Object || Text(choice, "type") != "function")
            throw ApiException.Invalid(Choice, "Expected none, auto, required or {\"type\": \"function\", \"function\": {\"name\": …}}.");
        var name = choice.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object ? Text(function, "name") : null;
        if (name is null) throw ApiException.Invalid($"{Choice}.function.name", "The function to call needs a name.");
        var chosen = tools.Find(tool => tool.Name == name) ?? throw ApiException.Invalid($"{Choice}.function.name", $"There is no function '{name}' among 'tools'.");
        return new ToolUse(tools, [chosen]) { IsRequired = true, AllowsSeveral = body.ParallelToolCalls ?? false };
    }

    private static List<Tool> Tools(JsonElement? given)
    {
        if (given is not { ValueKind: not JsonValueKind.Null } list) return [];
        if (list.ValueKind != JsonValueKind.Array) throw ApiException.Invalid(ToolsParameter, "A list of tools is expected.");
        if (list.GetArrayLength() > MostTools) throw ApiException.Invalid(ToolsParameter, $"At most {MostTools} tools are allowed.");
        var tools = new List<Tool>();
        foreach (var (i, item) in list.EnumerateArray().Index())
        {
            var tool = Read(item, $"{ToolsParameter}[{i}]");
            if (tools.Exists(other => other.Name == tool.Name)) throw ApiException.Invalid($"{tool.Place}.name", $"Two functions are called '{tool.Name}'.");
            tools.Add(tool);
        }

        return tools;
    }

    private static Tool Read(JsonElement tool, string place)
    {
        if (tool.ValueKind != JsonValueKind.Object) throw ApiException.Invalid(place, "A tool is an object.");
        if (Text(tool, "type") != "function") throw ApiException.Invalid($"{place}.type", "Only tools of type 'function' are supported.");
        place = $"{place}.function";
        if (!tool.TryGetProperty("function", out var function) || function.ValueKind != JsonValueKind.Object) throw ApiException.Invalid(place, "The function is missing.");
        if (Text(function, "name") is not { } name || !Name().IsMatch(name))
            throw ApiException.Invalid($"{place}.name", "A function needs a name of 1 to 64 letters, digits, '_' and '-'.");
        return new Tool(name, tool)
        {
            Place = place,
            Parameters = Parameters(function, $"{place}.parameters"),
            IsStrict = function.TryGetProperty("strict", out var strict) && strict.ValueKind == JsonValueKind.True,
        };
    }

    private static JsonElement? Parameters(JsonElement function, string place)
    {
        if (!function.TryGetProperty("parameters", out var parameters) || parameters.ValueKind == JsonValueKind.Null) return null;
        if (parameters.ValueKind != JsonValueKind.Object) throw ApiException.Invalid(place, "Parameters are described by a JSON schema.");
        if (parameters.TryGetProperty("type", out var type) && !(type.ValueKind == JsonValueKind.String && type.ValueEquals("object")))
            throw ApiException.Invalid($"{place}.type", "Arguments of a function are an object: 'type' must be 'object'.");
        return parameters;
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex Name();
}
