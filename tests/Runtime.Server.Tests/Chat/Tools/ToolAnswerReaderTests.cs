using System.Text;
using System.Text.Json;
using InferOps.Runtime.Server.Chat.Tools;
using InferOps.Runtime.Server.Chat.Tools.Syntaxes;

namespace InferOps.Runtime.Server.Tests.Chat.Tools;

public sealed class ToolAnswerReaderTests
{
    private static readonly Dictionary<string, ToolSyntax> Syntaxes = new()
    {
        ["tagged"] = JsonCalls.Tagged, ["listed"] = JsonCalls.Listed, ["bare"] = JsonCalls.Bare, ["coder"] = TaggedCalls.QwenCoder, ["glm"] = TaggedCalls.Glm,
        ["mistral"] = HeadedCalls.Mistral, ["mistral with id"] = HeadedCalls.MistralWithId, ["deepseek"] = HeadedCalls.DeepSeek, ["deepseek fenced"] = HeadedCalls.DeepSeekFenced,
    };

    private static readonly ToolForms Tools = new([Named("add", """{"properties":{"a":{"type":"number"},"s":{"type":"string"},"n":{"type":["string","null"]},"o":{"type":"object"}}}"""), Named("get_weather", "{}")]);

    /// <summary>What was written; what it means: text as it is, calls as name(arguments).</summary>
    public static TheoryData<string, string, string> Answers { get; } = new()
    {
        { "tagged", "No call at all, 1 < 2.", "No call at all, 1 < 2." },
        { "tagged", "<tool_call>\n{\"name\": \"add\", \"arguments\": {\"a\": 1}}\n</tool_call>", "add({\"a\": 1})" },
        { "tagged", "Let me see.\n\n<tool_call>{\"name\":\"add\",\"arguments\":{}}</tool_call>\n", "Let me see.|add({})" },
        { "tagged", "<tool_call>{\"name\": \"add\", \"arguments\": {\"a\": 1}}</tool_call>\n<tool_call>\n{\"name\": \"add\", \"arguments\": {\"a\": 2}}\n</tool_call>", "add({\"a\": 1})|add({\"a\": 2})" },
        { "tagged", "<tool_call>{\"arguments\": {\"s\": \"</tool_call> \\\" } \\\\\"}, \"name\": \"add\"}</tool_call>", "add({\"s\": \"</tool_call> \\\" } \\\\\"})" },
        { "tagged", "<tool_call>{\"name\": \"add\"}</tool_call>", "add({})" },
        { "tagged", "<tool_call>{\"name\": \"\\u0061dd\", \"arguments\": \"{\\\"a\\\": [1, 2]}\"}</tool_call>", "add({\"a\": [1, 2]})" },
        { "tagged", "<tool_call>{\"id\": [{\"name\": \"x\"}], \"name\": \"new\", \"arguments\": {\"name\": \"y\", \"u\": [[], {}]}}</tool_call>", "new({\"name\": \"y\", \"u\": [[], {}]})" },
        { "tagged", "<tool_call>{\"name\": \"add\", \"arguments\": {}}</tool_call>\n\nDone.", "add({})|\n\nDone." },
        { "tagged", "<tool_call>\nnot a call", "<tool_call>\nnot a call" },
        { "tagged", "<tool_call>{\"nobody\": 1}", "<tool_call>{\"nobody\": 1}" },
        { "tagged", "a <tool <tool_calls> <tool_ca", "a <tool <tool_calls> <tool_ca" },
        { "tagged", "trailing blanks stay \n ", "trailing blanks stay \n " },
        { "tagged", "<tool_call>{\"name\": \"add\", \"arguments\": {\"a\": 12", "add({\"a\": 12" },
        { "listed", "[TOOL_CALLS] [{\"name\": \"add\", \"arguments\": {\"a\": [1]}}, {\"name\": \"get_weather\", \"arguments\": {}, \"id\": \"123456789\"}]", "add({\"a\": [1]})|get_weather({})" },
        { "listed", "Sure.[TOOL_CALLS][{\"name\": \"add\", \"arguments\": {}}]", "Sure.|add({})" },
        { "listed", "[1, 2] and [TOOL", "[1, 2] and [TOOL" },
        { "bare", "{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Köln\"}}", "get_weather({\"city\": \"Köln\"})" },
        { "bare", "\n {\"name\": \"add\", \"arguments\": {}}", "add({})" },
        { "bare", "{\"name\": \"add\", \"parameters\": {}}\n{\"name\": \"add\", \"parameters\": {\"a\": 2}}", "add({})|add({\"a\": 2})" },
        { "bare", "{\"name\": \"Ada\", \"born\": 1815}", "{\"name\": \"Ada\", \"born\": 1815}" },
        { "bare", "{\"born\": 1815}", "{\"born\": 1815}" },
        { "bare", "Use {\"name\": \"add\"} for that.", "Use {\"name\": \"add\"} for that." },
        { "coder", "I will.\n<tool_call>\n<function=add>\n<parameter=a>\n1.5\n</parameter>\n<parameter=s>\nif (x </y>) {\n  \"ü👋\"\n}\n</parameter>\n</function>\n</tool_call>", "I will.|add({\"a\": 1.5, \"s\": \"if (x </y>) {\\n  \\\"ü\\uD83D\\uDC4B\\\"\\n}\"})" },
        { "coder", "<tool_call>\n<function=get_weather>\n</function>\n</tool_call>\n<tool_call>\n<function=add>\n<parameter=o>\n{\"k\": [1]}\n</parameter>\n</function>\n</tool_call>", "get_weather({})|add({\"o\": {\"k\": [1]}})" },
        { "coder", "<tool_call>\n<function=add>\n<parameter=s>\n\n</parameter>\n<parameter=n>\nnull\n</parameter>\n<parameter=x>\nTrue\n</parameter>\n<parameter=y>\ntwo words\n</parameter>\n</function>\n</tool_call>", "add({\"s\": \"\", \"n\": null, \"x\": true, \"y\": \"two words\"})" },
        { "coder", "<tool_call>\n<function=add>\n<parameter=s>12</parameter></function></tool_call>\n\nDone.", "add({\"s\": \"12\"})|\n\nDone." },
        { "coder", "<tool_call> <functional> programming", "<tool_call> <functional> programming" },
        { "coder", "<tool_call>\n<function=add>\nand so on", "<tool_call>\n<function=add>\nand so on" },
        { "glm", "Well.\n<tool_call>add\n<arg_key>a</arg_key>\n<arg_value>1</arg_value>\n<arg_key>s</arg_key>\n<arg_value>1 < 2\n</arg_value>\n</tool_call>", "Well.|add({\"a\": 1, \"s\": \"1 < 2\\n\"})" },
        { "glm", "<tool_call>add<arg_key>s</arg_key><arg_value>x</arg_value></tool_call><tool_call>get_weather</tool_call>", "add({\"s\": \"x\"})|get_weather({})" },
        { "glm", "<tool_call>add\n</tool_call>\nDone.", "add({})|\nDone." },
        { "glm", "<tool_call>not a call", "<tool_call>not a call" },
        { "forced glm", "add\n<arg_key>a</arg_key>\n<arg_value>1</arg_value>\n</tool_call>", "add({\"a\": 1})" },
        { "mistral", "Sure.[TOOL_CALLS]add[ARGS]{\"a\": {\"b\": \"}\\\"\"}}[TOOL_CALLS]get_weather[ARGS]{}", "Sure.|add({\"a\": {\"b\": \"}\\\"\"}})|get_weather({})" },
        { "mistral", "[TOOL_CALLS]add[ARGS]{}\nDone {at last}.", "add({})|\nDone {at last}." },
        { "mistral", "[TOOL_CALLS]are what I write, {like this}", "[TOOL_CALLS]are what I write, {like this}" },
        { "mistral with id", "[TOOL_CALLS]add[CALL_ID]abcdefghi[ARGS]{\"a\": 1}", "add({\"a\": 1})" },
        { "forced mistral", "add[ARGS]{\"a\": 1}", "add({\"a\": 1})" },
        { "deepseek", "Let me.<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>add<｜tool▁sep｜>{\"a\": 1}<｜tool▁call▁end｜><｜tool▁call▁begin｜>get_weather<｜tool▁sep｜>{}<｜tool▁call▁end｜><｜tool▁calls▁end｜>", "Let me.|add({\"a\": 1})|get_weather({})" },
        { "deepseek fenced", "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>add\n```json\n{\"a\": 1}\n```<｜tool▁call▁end｜>\n<｜tool▁call▁begin｜>function<｜tool▁sep｜>get_weather\n```json\n{}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>", "add({\"a\": 1})|get_weather({})" },
        { "deepseek", "The <｜tool▁calls▁begin｜> mark opens calls.", "The <｜tool▁calls▁begin｜> mark opens calls." },
        { "forced tagged", "{\"name\": \"add\", \"arguments\": {\"a\": 1}}\n</tool_call>", "add({\"a\": 1})" },
        { "forced listed", "[{\"name\": \"add\", \"arguments\": {\"a\": 1}}]", "add({\"a\": 1})" },
        { "forced bare", "{\"name\": \"other\", \"parameters\": {}}", "other({})" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_means_the_same_however_it_is_cut_into_tokens(string syntax, string written, string meant)
    {
        Assert.Equal(meant, Read(syntax, [written]));
        Assert.Equal(meant, Read(syntax, written.Select(letter => letter.ToString())));
        for (var first = 1; first < written.Length; first++)
        {
            Assert.Equal(meant, Read(syntax, [written[..first], written[first..]]));
            if (first + 7 < written.Length) Assert.Equal(meant, Read(syntax, [written[..first], written[first..(first + 7)], written[(first + 7)..]]));
        }
    }

    [Fact]
    public void Arguments_are_passed_on_as_they_come()
    {
        var reader = new ToolAnswerReader(JsonCalls.Tagged, Tools, mustCall: false);
        Assert.Empty(reader.Read("<tool_call>{\"name\": \"a"));
        Assert.Equal([new ToolEvent.Called(0, "add")], reader.Read("dd\","));
        Assert.Equal([new ToolEvent.Arguments(0, "{\"a\"")], reader.Read(" \"arguments\": {\"a\""));
        Assert.Equal([new ToolEvent.Arguments(0, ": 1}")], reader.Read(": 1}"));
        Assert.Empty(reader.Read("}</tool_call>"));
        Assert.Empty(reader.End());
    }

    [Fact]
    public void Text_is_held_back_no_longer_than_it_may_become_a_call()
    {
        var reader = new ToolAnswerReader(JsonCalls.Tagged, Tools, mustCall: false);
        Assert.Equal([new ToolEvent.Content("a b")], reader.Read("a b"));
        Assert.Empty(reader.Read(" <tool"));
        Assert.Equal([new ToolEvent.Content(" <tool box")], reader.Read(" box"));
    }

    [Fact]
    public void A_long_text_among_the_arguments_is_passed_on_as_it_comes()
    {
        var reader = new ToolAnswerReader(TaggedCalls.QwenCoder, Tools, mustCall: false);
        reader.Read("<tool_call>\n<function=add>\n<parameter=s>\n");
        Assert.Equal([new ToolEvent.Arguments(0, "line 1")], reader.Read("line 1\n"));
        Assert.Equal([new ToolEvent.Arguments(0, "\\nline 2")], reader.Read("line 2\n</para"));
        Assert.Equal([new ToolEvent.Arguments(0, "\"")], reader.Read("meter>\n"));
        Assert.Equal([new ToolEvent.Arguments(0, "}")], reader.Read("</function>\n"));
    }

    private static Tool Named(string name, string parameters) => new(name, default) { Parameters = JsonSerializer.Deserialize<JsonElement>(parameters), Place = "" };

    private static string Read(string kind, IEnumerable<string> pieces)
    {
        var mustCall = kind.StartsWith("forced ", StringComparison.Ordinal);
        var reader = new ToolAnswerReader(Syntaxes[mustCall ? kind["forced ".Length..] : kind], Tools, mustCall);
        var meant = new StringBuilder();
        var (inText, inCall) = (false, false);
        var events = pieces.SelectMany(reader.Read).ToList();
        foreach (var next in events.Concat(reader.End()))
        {
            switch (next)
            {
                case ToolEvent.Content(var text):
                    meant.Append(inCall ? ")|" : "").Append(text);
                    (inText, inCall) = (true, false);
                    break;
                case ToolEvent.Called(var index, var name):
                    Assert.InRange(index, 0, reader.Calls - 1);
                    meant.Append(inCall ? ")|" : inText ? "|" : "").Append(name).Append('(');
                    (inText, inCall) = (false, true);
                    break;
                case ToolEvent.Arguments(_, var json):
                    meant.Append(json);
                    break;
            }
        }

        // An answer that was cut off inside a call has no end of it.
        var whole = string.Concat(pieces);
        return meant.Append(inCall && !whole.EndsWith("12", StringComparison.Ordinal) ? ")" : "").ToString();
    }
}
