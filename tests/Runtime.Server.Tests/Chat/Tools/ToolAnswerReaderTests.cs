using System.Text;
using InferOps.Runtime.Server.Chat.Tools;

namespace InferOps.Runtime.Server.Tests.Chat.Tools;

public sealed class ToolAnswerReaderTests
{
    private static readonly ToolSyntax Tagged = new() { Opening = "<tool_call>", Closing = "</tool_call>" };
    private static readonly ToolSyntax Listed = new() { Opening = "[TOOL_CALLS]", IsList = true };
    private static readonly ToolSyntax Bare = new() { ArgumentsName = "parameters", AllowsSeveral = false };
    private static readonly HashSet<string> Tools = ["add", "get_weather"];

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
        var reader = new ToolAnswerReader(Tagged, Tools, mustCall: false);
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
        var reader = new ToolAnswerReader(Tagged, Tools, mustCall: false);
        Assert.Equal([new ToolEvent.Content("a b")], reader.Read("a b"));
        Assert.Empty(reader.Read(" <tool"));
        Assert.Equal([new ToolEvent.Content(" <tool box")], reader.Read(" box"));
    }

    private static string Read(string kind, IEnumerable<string> pieces)
    {
        var syntax = kind.EndsWith("tagged", StringComparison.Ordinal) ? Tagged : kind.EndsWith("listed", StringComparison.Ordinal) ? Listed : Bare;
        var reader = new ToolAnswerReader(syntax, Tools, mustCall: kind.StartsWith("forced", StringComparison.Ordinal));
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
