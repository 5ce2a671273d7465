using System.Net.Http.Json;
using System.Text.Json.Nodes;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Server.Tests.Chat.Tools;

/// <summary>Calls over HTTP, from a model that says what it is told to say.</summary>
public sealed class ToolCallTests
{
    private const string Chat = "/v1/chat/completions";
    private const string Called = "Let me add.\n<tool_call>\n{\"name\": \"add\", \"arguments\": {\"a\": 1, \"s\": \"ü\"}}\n</tool_call>\n<tool_call>\n{\"name\": \"now\", \"arguments\": {}}\n</tool_call>";

    private const string Tools = """
        "tools":[{"type":"function","function":{"name":"add","parameters":{"type":"object","properties":{"a":{"type":"number"}}}}},{"type":"function","function":{"name":"now"}}]
        """;

    private const string Ask = """ "messages":[{"role":"user","content":"hi"}],"temperature":0 """;

    private const string Tagged = """
        {% for m in messages %}{{ m.role + ': ' + m.content }}{% for c in m.tool_calls or [] %}
        <tool_call>
        {"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}}
        </tool_call>
        {% endfor %}{% endfor %}{{ tools | tojson if tools else '' }}<assistant>
        """;

    [Fact]
    public async Task A_whole_answer_has_its_calls_beside_its_text()
    {
        await using var server = await Saying(Called);
        var choice = (await server.PostJsonAsync(Chat, $$"""{{{Ask}},{{Tools}}}"""))["choices"]![0]!;
        Assert.Equal("tool_calls", (string?)choice["finish_reason"]);
        Assert.Equal("Let me add.", (string?)choice["message"]!["content"]);
        var calls = choice["message"]!["tool_calls"]!.AsArray();
        Assert.Equal(["""add{"a": 1, "s": "ü"}""", "now{}"], calls.Select(call => $"{call!["function"]!["name"]}{call["function"]!["arguments"]}"));
        Assert.All(calls, call => Assert.Equal("function", (string?)call!["type"]));
        Assert.Equal(2, calls.Select(call => (string?)call!["id"]).Distinct().Count());
        Assert.All(calls, call => Assert.Matches("^[A-Za-z0-9]{9}$", (string?)call!["id"]));
    }

    [Fact]
    public async Task A_stream_names_each_call_first_and_adds_up_to_the_whole_answer()
    {
        await using var server = await Saying(Called);
        var events = await server.StreamAsync(Chat, $$"""{{{Ask}},{{Tools}},"stream":true}""");
        var deltas = events.SelectMany(part => part["choices"]!.AsArray()).Select(choice => choice!["delta"]!).ToList();
        Assert.Equal("Let me add.", string.Concat(deltas.Select(delta => (string?)delta["content"])));
        var parts = deltas.Where(delta => delta["tool_calls"] is not null).Select(delta => Assert.Single(delta["tool_calls"]!.AsArray())!).ToList();
        foreach (var (index, name, arguments) in new[] { (0, "add", """{"a": 1, "s": "ü"}"""), (1, "now", "{}") })
        {
            var own = parts.Where(part => (int?)part["index"] == index).ToList();
            Assert.Equal(name, (string?)own[0]["function"]!["name"]);
            Assert.NotNull(own[0]["id"]);
            Assert.All(own.Skip(1), part => Assert.Null(part["id"] ?? part["function"]!["name"]));
            Assert.Equal(arguments, string.Concat(own.Select(part => (string?)part["function"]!["arguments"])));
        }

        Assert.Equal("tool_calls", (string?)events[^1]["choices"]![0]!["finish_reason"]);
    }

    [Theory]
    [InlineData("no tools", "")]
    [InlineData("no choice", ",\"tool_choice\":\"none\"," + Tools)]
    public async Task Without_tools_the_same_words_are_text(string what, string more)
    {
        await using var server = await Saying(Called);
        var choice = (await server.PostJsonAsync(Chat, $$"""{{{Ask}}{{more}}}"""))["choices"]![0]!;
        Assert.Equal((what, Called), (what, (string?)choice["message"]!["content"]));
        Assert.Equal("stop", (string?)choice["finish_reason"]);
        Assert.Null(choice["message"]!["tool_calls"]);
    }

    [Fact]
    public async Task A_call_that_is_cut_off_says_so()
    {
        await using var server = await Saying(Called);
        var choice = (await server.PostJsonAsync(Chat, $$"""{{{Ask}},{{Tools}},"max_tokens":70}"""))["choices"]![0]!;
        Assert.Equal("length", (string?)choice["finish_reason"]);
        Assert.Single(choice["message"]!["tool_calls"]!.AsArray());
    }

    [Fact]
    public async Task A_model_that_knows_nothing_of_tools_is_told_and_understood()
    {
        await using var server = await ServerUnderTest.StartAsync(Options("{\"name\": \"now\", \"arguments\": {}}", FakeTokenizer.ChatTemplate));
        var answer = await server.PostJsonAsync(Chat, $$"""{{{Ask}},{{Tools}}}""");
        Assert.Equal("now", (string?)answer["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!["name"]);
        Assert.Null((string?)answer["choices"]![0]!["message"]!["content"]);
    }

    [Fact]
    public async Task Every_token_keeps_its_log_probability()
    {
        await using var server = await Saying(Called);
        var whole = await server.PostJsonAsync(Chat, $$"""{{{Ask}},{{Tools}},"logprobs":true}""");
        var streamed = await server.StreamAsync(Chat, $$"""{{{Ask}},{{Tools}},"logprobs":true,"stream":true}""");
        var tokens = streamed.SelectMany(part => part["choices"]!.AsArray()).SelectMany(choice => choice!["logprobs"]?["content"]?.AsArray().ToList() ?? []);
        Assert.Equal(whole["choices"]![0]!["logprobs"]!["content"]!.AsArray().Count, tokens.Count());
    }

    public static TheoryData<string, string, string> Wrong { get; } = new()
    {
        { "no list", "\"tools\":{}", "tools" },
        { "no object", "\"tools\":[1]", "tools[0]" },
        { "another type", "\"tools\":[{\"type\":\"web_search\"}]", "tools[0].type" },
        { "no function", "\"tools\":[{\"type\":\"function\"}]", "tools[0].function" },
        { "a name with blanks", "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a b\"}}]", "tools[0].function.name" },
        { "two of one name", "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}},{\"type\":\"function\",\"function\":{\"name\":\"a\"}}]", "tools[1].function.name" },
        { "parameters that are no schema", "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\",\"parameters\":[]}}]", "tools[0].function.parameters" },
        { "parameters that are no object", "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\",\"parameters\":{\"type\":\"string\"}}}]", "tools[0].function.parameters.type" },
        { "a choice that is none", Tools + ",\"tool_choice\":\"maybe\"", "tool_choice" },
        { "a choice of nothing", "\"tool_choice\":\"required\"", "tool_choice" },
        { "a choice of an unknown function", Tools + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"b\"}}", "tool_choice.function.name" },
        { "a result without its call", "\"messages\":[{\"role\":\"tool\",\"content\":\"1\"}]", "messages[0].tool_call_id" },
        { "a user who calls", "\"messages\":[{\"role\":\"user\",\"content\":\"1\",\"tool_calls\":[{}]}]", "messages[0].tool_calls" },
        { "a call without a name", "\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\",\"function\":{}}]}]", "messages[0].tool_calls[0].function.name" },
        { "variables that are none", "\"chat_template_kwargs\":1", "chat_template_kwargs" },
        { "a reserved variable", "\"chat_template_kwargs\":{\"messages\":1}", "chat_template_kwargs.messages" },
        { "a schema for answers besides", Tools + ",\"response_format\":{\"type\":\"json_object\"}", "response_format" },
        { "a call that cannot be enforced here", Tools + ",\"tool_choice\":\"required\"", "tool_choice" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_told_with_its_place(string what, string body, string place)
    {
        await using var server = await Saying("");
        var messages = body.Contains("\"messages\":[", StringComparison.Ordinal) ? "" : Ask + ",";
        using var response = await server.PostAsync(Chat, $$"""{{{messages}}{{body}}}""");
        var error = (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["error"]!;
        Assert.Equal((what, 400, place), (what, (int)response.StatusCode, (string?)error["param"]));
    }

    private static Task<ServerUnderTest> Saying(string text) => ServerUnderTest.StartAsync(Options(text, Tagged));

    private static FakeModelOptions Options(string text, string template) => new()
    {
        Next = FakeModelOptions.Saying(text), ChatTemplate = template, ContextTokens = 2048, TrainedContextTokens = 1024,
    };
}
