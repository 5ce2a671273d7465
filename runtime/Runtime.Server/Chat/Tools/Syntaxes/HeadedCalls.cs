using System.Text.RegularExpressions;
using InferOps.Runtime.Core.Grammars;
using InferOps.Runtime.Server.Chat.Templates;

namespace InferOps.Runtime.Server.Chat.Tools.Syntaxes;

/// <summary>The function's name comes first, and then its arguments as a JSON object: Mistral from 2025 on, and DeepSeek.</summary>
/// <remarks>
/// <code>
/// [TOOL_CALLS]name[ARGS]{…}                                              Mistral; some have [CALL_ID]abcdefghi before [ARGS]
/// &lt;｜tool▁calls▁begin｜>&lt;｜tool▁call▁begin｜>name&lt;｜tool▁sep｜>{…}&lt;｜tool▁call▁end｜>&lt;｜tool▁calls▁end｜>        DeepSeek V3.1
/// … &lt;｜tool▁call▁begin｜>function&lt;｜tool▁sep｜>name⏎```json⏎{…}⏎```&lt;｜tool▁call▁end｜> …                  DeepSeek V3, R1
/// </code>
/// </remarks>
internal sealed partial record HeadedCalls : ToolSyntax
{
    private const string CallBegin = "<｜tool▁call▁begin｜>";
    private const string CallEnd = "<｜tool▁call▁end｜>";
    private const string CallsEnd = "<｜tool▁calls▁end｜>";
    private const string Separator = "<｜tool▁sep｜>";

    private HeadedCalls()
    {
    }

    public static HeadedCalls Mistral { get; } = new()
    {
        Opening = "[TOOL_CALLS]", OpensEach = true, Between = "[ARGS]", Inner = ["[ARGS]"], Head = MistralHead(),
    };

    public static HeadedCalls MistralWithId { get; } = Mistral with { HasId = true, Inner = ["[CALL_ID]", "[ARGS]"] };

    public static HeadedCalls DeepSeek { get; } = new()
    {
        Opening = "<｜tool▁calls▁begin｜>", Before = CallBegin, Between = Separator, After = CallEnd, End = CallsEnd,
        Inner = [CallBegin, Separator], Head = DeepSeekHead(),
    };

    public static HeadedCalls DeepSeekFenced { get; } = DeepSeek with
    {
        Before = $"{CallBegin}function{Separator}", Between = "\n```json\n", After = $"\n```{CallEnd}", BetweenCalls = "\n",
    };

    /// <summary>What stands before the arguments; its group <c>name</c> is the function.</summary>
    public required Regex Head { get; init; }

    /// <summary>Before the name.</summary>
    private string Before { get; init; } = "";

    /// <summary>Between name and arguments.</summary>
    public required string Between { get; init; }

    /// <summary>The model writes an id after the name; it is not passed on, so that ids differ whatever a model repeats.</summary>
    private bool HasId { get; init; }

    /// <summary>After the arguments.</summary>
    private string After { get; init; } = "";

    /// <summary>After one call and before the next.</summary>
    private string BetweenCalls { get; init; } = "";

    /// <summary>After all calls.</summary>
    private string End { get; init; } = "";

    /// <summary>Texts within calls that are tokens of their own.</summary>
    public required IReadOnlyList<string> Inner { get; init; }

    public override IReadOnlyList<string> Marks => End.Length > 0 ? [Opening, "```", CallEnd, End] : [Opening];

    public override string? Form => End.Length > 0 ? $"{Opening}{Before}FUNCTION{Between}{{...}}{After}{End}" : null;

    public override bool Uses(string controlText) => Inner.Contains(controlText) || base.Uses(controlText);

    public override ICallScanner Scan(ToolForms tools) => new HeadedCallScanner(Head);

    public override string Call(GrammarBuilder builder, Tool tool, string rule)
    {
        var id = HasId ? "\"[CALL_ID]\" [A-Za-z0-9]{9}" : "";
        var arguments = $"{ToolGrammar.Quoted(Before + tool.Name)} {id} {ToolGrammar.Quoted(Between)} {ToolGrammar.Json(builder, tool, rule)}";
        return After.Length > 0 ? $"{arguments} {ToolGrammar.Quoted(After)}" : arguments;
    }

    public override string Root(bool several)
    {
        var next = OpensEach ? Opening : BetweenCalls;
        var more = next.Length > 0 ? $"({ToolGrammar.Quoted(next)} call)*" : "call*";
        return string.Join(' ', "call", several ? more : "", End.Length > 0 ? ToolGrammar.Quoted(End) : "");
    }

    protected override bool Wrote(string example)
    {
        var start = (Before.Length > 0 ? Before : Opening) + DialectProbe.Function;
        var at = example.IndexOf(start, StringComparison.Ordinal);
        if (at < 0) return false;
        var head = example[(Before.Length > 0 ? at : at + Opening.Length)..].Split('{')[0];
        return Head.IsMatch(head) && Inner.All(inner => (Before + head).Contains(inner, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\s*(?<name>[\w.-]+)\s*(\[CALL_ID\]\s*\w*\s*)?\[ARGS\]\s*$")]
    private static partial Regex MistralHead();

    [GeneratedRegex(@"^<｜tool▁call▁begin｜>\s*(function<｜tool▁sep｜>(?<name>[\w.-]+)\s*```json|(?<name>[\w.-]+)\s*<｜tool▁sep｜>)\s*$")]
    private static partial Regex DeepSeekHead();
}
