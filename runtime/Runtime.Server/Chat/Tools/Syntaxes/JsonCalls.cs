using System.Text.RegularExpressions;
using InferOps.Runtime.Core.Grammars;
using InferOps.Runtime.Server.Chat.Templates;

namespace InferOps.Runtime.Server.Chat.Tools.Syntaxes;

/// <summary>Each call is a JSON object with the function's name and its arguments: Hermes and Qwen in tags, Mistral's first models in a list, Llama 3 as the whole answer.</summary>
internal sealed partial record JsonCalls : ToolSyntax
{
    public static JsonCalls Tagged { get; } = new() { Opening = "<tool_call>", Closing = "</tool_call>", _example = TaggedExample() };

    public static JsonCalls Listed { get; } = new() { Opening = "[TOOL_CALLS]", IsList = true, _example = ListedExample() };

    public static JsonCalls Bare { get; } = new() { ArgumentsName = "parameters", AllowsSeveral = false, _example = BareExample() };

    private Regex? _example;

    /// <summary>Stands after a call; empty where nothing does.</summary>
    public string Closing { get; init; } = "";

    /// <summary>After the opening come all calls, as a JSON array.</summary>
    public bool IsList { get; init; }

    /// <summary>The member with the arguments.</summary>
    public string ArgumentsName { get; init; } = "arguments";

    public override string Beginning => Closing.Length > 0 ? Opening + "\n" : Opening;

    public override IReadOnlyList<string> Marks => [.. new[] { Opening, Closing }.Where(mark => mark.Length > 0)];

    public override string Separators => IsList ? " \n\r\t,[]" : base.Separators;

    /// <summary>How a call of a function begins, up to its name.</summary>
    public static string Start(Tool tool) => $"{{\"name\": \"{tool.Name}\"";

    public override ICallScanner Scan(ToolForms tools) => new JsonCallScanner();

    public override string Call(GrammarBuilder builder, Tool tool, string rule) =>
        $"{ToolGrammar.Quoted(Start(tool) + $", \"{ArgumentsName}\": ")} {ToolGrammar.Json(builder, tool, rule)} \"}}\"";

    public override string Root(bool several)
    {
        if (IsList) return several ? "\" \"? \"[\" call (\", \" call)* \"]\"" : "\" \"? \"[\" call \"]\"";
        if (Opening.Length == 0) return several ? "call (\"\\n\" call)*" : "call";
        return ToolGrammar.InTags(Opening, Closing, several);
    }

    protected override bool Wrote(string example) => _example is not null && _example.IsMatch(example);

    [GeneratedRegex(@"<tool_call>\s*\{""name"": ?""" + DialectProbe.Function + @""", ?""arguments"": ?\{")]
    private static partial Regex TaggedExample();

    [GeneratedRegex(@"\[TOOL_CALLS\]\s*\[\s*\{""name"": ?""" + DialectProbe.Function + @""", ?""arguments"": ?\{")]
    private static partial Regex ListedExample();

    [GeneratedRegex(@"(?<!\w>\s*)\{""name"": ?""" + DialectProbe.Function + @""", ?""parameters"": ?\{")]
    private static partial Regex BareExample();
}
