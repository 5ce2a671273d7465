using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace InferOps.Runtime.Host.Tests.Structured;

/// <summary>What a model of random weights calls when it must call something.</summary>
public sealed class ToolCallTests(ServedBabbler babbler) : IClassFixture<ServedBabbler>
{
    private const string Tools = """
        [{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string","maxLength":9},"days":{"type":"integer","minimum":1,"maximum":9}},"required":["city","days"],"additionalProperties":false}}},
         {"type":"function","function":{"name":"paint","parameters":{"type":"object","properties":{"colour":{"enum":["red","grün"]}},"required":["colour"],"additionalProperties":false}}},
         {"type":"function","function":{"name":"now"}}]
        """;

    [Fact]
    public async Task A_required_call_names_a_function_and_satisfies_its_schema()
    {
        for (var seed = 0; seed < 24; seed++)
        {
            var choice = await AskAsync(Asked(seed, "\"required\"", parallel: seed % 2 == 0));
            Assert.Null((string?)choice["message"]!["content"]);
            var calls = choice["message"]!["tool_calls"]!.AsArray();
            var isWhole = (string?)choice["finish_reason"] == "tool_calls";
            if (seed % 2 == 1) Assert.True(isWhole && calls.Count == 1);

            // A babbler that may call again and again may be cut off in a call.
            Assert.All(isWhole ? calls : calls.SkipLast(1), call => Check((string?)call!["function"]!["name"], JsonNode.Parse((string)call["function"]!["arguments"]!)!.AsObject()));
        }
    }

    [Fact]
    public async Task A_chosen_function_is_the_one_that_is_called()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var choice = await AskAsync(Asked(seed, """{"type":"function","function":{"name":"paint"}}""", parallel: false));
            Assert.Equal("paint", (string?)Assert.Single(choice["message"]!["tool_calls"]!.AsArray())!["function"]!["name"]);
        }
    }

    [Fact]
    public async Task A_streamed_call_adds_up_to_the_whole_one()
    {
        var whole = (await AskAsync(Asked(7, "\"required\"", parallel: false)))["message"]!["tool_calls"]![0]!["function"]!;
        var asked = Asked(7, "\"required\"", parallel: false);
        asked["stream"] = true;
        using var response = await babbler.Client.PostAsJsonAsync("/v1/chat/completions", asked, TestContext.Current.CancellationToken);
        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal));
        var parts = lines.Select(line => JsonNode.Parse(line[6..])!["choices"]![0]!["delta"]!["tool_calls"]?[0]!["function"]).Where(part => part is not null).ToList();
        Assert.Equal((string?)whole["name"], string.Concat(parts.Select(part => (string?)part!["name"])));
        Assert.Equal((string?)whole["arguments"], string.Concat(parts.Select(part => (string?)part!["arguments"])));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_schema_that_cannot_be_enforced_is_refused_only_where_it_is_insisted_on(bool strict)
    {
        var asked = Asked(1, "\"required\"", parallel: false);
        asked["tools"] = JsonNode.Parse("""[{"type":"function","function":{"name":"odd","parameters":{"type":"object","not":{"required":["a"]}}}}]""");
        asked["tools"]![0]!["function"]!["strict"] = strict;
        using var response = await babbler.Client.PostAsJsonAsync("/v1/chat/completions", asked, TestContext.Current.CancellationToken);
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.Equal(strict ? HttpStatusCode.BadRequest : HttpStatusCode.OK, response.StatusCode);
        if (strict) Assert.Equal("tools[0].function.parameters", (string?)answer["error"]!["param"]);
        else Assert.Equal("odd", (string?)answer["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!["name"]);
    }

    [Fact]
    public async Task A_model_that_may_call_still_may_talk()
    {
        var choice = await AskAsync(Asked(3, "\"auto\"", parallel: true, maxTokens: 20));
        Assert.NotEmpty((string?)choice["message"]!["content"] ?? "");
        Assert.Equal("length", (string?)choice["finish_reason"]);
    }

    private static void Check(string? name, JsonObject arguments)
    {
        switch (name)
        {
            case "weather":
                Assert.True(((string)arguments["city"]!).Length <= 9);
                Assert.InRange((int)arguments["days"]!, 1, 9);
                break;
            case "paint":
                Assert.Contains((string)arguments["colour"]!, new[] { "red", "grün" });
                break;
            default:
                Assert.Equal("now", name);
                Assert.Empty(arguments);
                break;
        }
    }

    private static JsonObject Asked(int seed, string choice, bool parallel, int maxTokens = 500) => new()
    {
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Call." }),
        ["seed"] = seed,
        ["max_tokens"] = maxTokens,
        ["logit_bias"] = ServedBabbler.Leaning.DeepClone(),
        ["tools"] = JsonNode.Parse(Tools),
        ["tool_choice"] = JsonNode.Parse(choice),
        ["parallel_tool_calls"] = parallel,
    };

    private async Task<JsonNode> AskAsync(JsonObject body)
    {
        using var response = await babbler.Client.PostAsJsonAsync("/v1/chat/completions", body, TestContext.Current.CancellationToken);
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.True(response.IsSuccessStatusCode, answer.ToJsonString());
        return answer["choices"]![0]!;
    }
}
