using System.Text;
using System.Text.Json;
using InferOps.Runtime.Core.Grammars;
using InferOps.Runtime.Server.Chat.Templates;

namespace InferOps.Runtime.Server.Chat.Tools.Syntaxes;

/// <summary>Each argument stands in tags of its own, texts as they are and everything else as JSON: Qwen3-Coder, and GLM from 4.5 on.</summary>
/// <remarks>
/// <code>
/// &lt;tool_call>⏎&lt;function=name>⏎&lt;parameter=key>⏎value⏎&lt;/parameter>⏎&lt;/function>⏎&lt;/tool_call>
/// &lt;tool_call>name⏎&lt;arg_key>key&lt;/arg_key>⏎&lt;arg_value>value&lt;/arg_value>⏎&lt;/tool_call>       GLM 4.7 leaves the line ends out
/// </code>
/// </remarks>
internal sealed record TaggedCalls : ToolSyntax
{
    private TaggedCalls() => Opening = "<tool_call>";

    public static TaggedCalls QwenCoder { get; } = new()
    {
        BeforeName = "<function=", AfterName = ">", BeforeKey = "<parameter=", AfterKey = ">", AfterValue = "</parameter>", End = "</function>", Closing = "</tool_call>", PadsValues = true,
    };

    public static TaggedCalls Glm { get; } = new()
    {
        BeforeKey = "<arg_key>", AfterKey = "</arg_key>", BeforeValue = "<arg_value>", AfterValue = "</arg_value>", End = "</tool_call>", OpensEach = true,
    };

    public string BeforeName { get; private init; } = "";

    /// <summary>Empty where the name ends with whatever cannot be part of one.</summary>
    public string AfterName { get; private init; } = "";

    public required string BeforeKey { get; init; }

    public required string AfterKey { get; init; }

    public string BeforeValue { get; private init; } = "";

    public required string AfterValue { get; init; }

    /// <summary>After the last argument.</summary>
    public required string End { get; init; }

    /// <summary>A line end before a value and one after it are not part of it.</summary>
    public bool PadsValues { get; private init; }

    /// <summary>After a call; empty where its end closes it.</summary>
    private string Closing { get; init; } = "";

    public override string Beginning => PadsValues ? Opening + "\n" : Opening;

    public override IReadOnlyList<string> Marks => Closing.Length > 0 ? [Opening, Closing] : [Opening];

    public override bool Uses(string controlText) => base.Uses(controlText) || controlText == End || controlText == BeforeKey || controlText == AfterKey || controlText == BeforeValue || controlText == AfterValue;

    public override ICallScanner Scan(ToolForms tools) => new TaggedCallScanner(this, tools);

    public override string Call(GrammarBuilder builder, Tool tool, string rule)
    {
        var members = ToolGrammar.Members(builder, tool, rule);
        var text = new StringBuilder(ToolGrammar.Quoted(BeforeName + tool.Name + AfterName + "\n"));
        var free = new Lazy<string>(() => ForbiddenText.AddRules(builder, $"{rule}-text", AfterValue));
        foreach (var member in members.Named)
        {
            var value = member.Rule ?? (member.Form == MemberForm.Json ? "value" : free.Value);
            text.Append($" ({Argument(ToolGrammar.Quoted(member.Name), value)}){(member.IsRequired ? "" : "?")}");
        }

        if (!members.AreAll) text.Append($" ({Argument("[A-Za-z0-9_.-]{1,64}", free.Value)})*");
        return text.Append(' ').Append(ToolGrammar.Quoted(End)).ToString();
    }

    public override string Root(bool several) => Closing.Length > 0 ? ToolGrammar.InTags(Opening, Closing, several) : several ? $"call ({ToolGrammar.Quoted("\n" + Opening)} call)*" : "call";

    protected override bool Wrote(string example) => example.Split(Opening).Skip(1).Any(WroteFirst);

    private bool WroteFirst(string text)
    {
        var scanner = Scan(ToolForms.None);
        foreach (var letter in text.TrimStart()) scanner.Read(letter);
        return scanner is { IsComplete: true, Name: DialectProbe.Function } && JsonObjects.TryParse(scanner.TakeArguments(), out var arguments)
            && arguments.TryGetProperty(DialectProbe.Argument, out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(DialectProbe.Value);
    }

    private string Argument(string key, string value)
    {
        var (pad, between) = PadsValues ? ("\n", "") : ("", "\n");
        return $"{ToolGrammar.Quoted(BeforeKey)} {key} {ToolGrammar.Quoted(AfterKey + between + BeforeValue + pad)} {value} {ToolGrammar.Quoted(pad + AfterValue + "\n")}";
    }
}
