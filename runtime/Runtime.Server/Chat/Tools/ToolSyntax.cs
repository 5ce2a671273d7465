using System.Text.RegularExpressions;
using InferOps.Runtime.Server.Chat.Templates;

namespace InferOps.Runtime.Server.Chat.Tools;

/// <summary>How one model writes calls: each is a JSON object with the function's name and its arguments, and something tells it from an answer.</summary>
internal sealed partial record ToolSyntax
{
    /// <summary>Stands before a call, such as <c>&lt;tool_call&gt;</c>; empty where an answer that begins like a call is one.</summary>
    public string Opening { get; init; } = "";

    /// <summary>Stands after a call; empty where nothing does.</summary>
    public string Closing { get; init; } = "";

    /// <summary>After the opening come all calls, as a JSON array.</summary>
    public bool IsList { get; init; }

    /// <summary>The member with the arguments.</summary>
    public string ArgumentsName { get; init; } = "arguments";

    /// <summary>The model can be asked for several calls at once.</summary>
    public bool AllowsSeveral { get; init; } = true;

    /// <summary>What an answer that must be a call begins with.</summary>
    public string Beginning => Opening.Length > 0 && !IsList ? Opening + "\n" : Opening;

    /// <summary>For models whose templates know nothing of tools: they are told what to write.</summary>
    public static ToolSyntax Plain { get; } = new();

    /// <summary>The syntax that a template itself writes calls in; null where it is none of those known here.</summary>
    /// <param name="example">A prompt with the call of <see cref="DialectProbe"/> in it.</param>
    public static ToolSyntax? Of(string example)
    {
        if (Tagged().IsMatch(example)) return new ToolSyntax { Opening = "<tool_call>", Closing = "</tool_call>" };
        if (Listed().IsMatch(example)) return new ToolSyntax { Opening = "[TOOL_CALLS]", IsList = true };
        return Bare().IsMatch(example) ? new ToolSyntax { ArgumentsName = "parameters", AllowsSeveral = false } : null;
    }

    [GeneratedRegex(@"<tool_call>\s*\{""name"": ?""" + DialectProbe.Function + @""", ?""arguments"": ?\{")]
    private static partial Regex Tagged();

    [GeneratedRegex(@"\[TOOL_CALLS\]\s*\[\s*\{""name"": ?""" + DialectProbe.Function + @""", ?""arguments"": ?\{")]
    private static partial Regex Listed();

    [GeneratedRegex(@"(?<!\w>\s*)\{""name"": ?""" + DialectProbe.Function + @""", ?""parameters"": ?\{")]
    private static partial Regex Bare();
}
