using System.Net.Http.Json;
using System.Text.Json.Nodes;
using InferOps.Runtime.Host.Tests.Serve;
using InferOps.TestKit;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Structured;

/// <summary>Random weights that must call, in the syntaxes that are not JSON alone: what the grammar lets through satisfies the schema all the same.</summary>
public sealed class RequiredToolTests
{
    private const string Tools = """
        [{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string","maxLength":9},"days":{"$ref":"#/$defs/days"},"unit":{"enum":["°C","°F",null]}},
          "required":["city","days","unit"],"additionalProperties":false,"$defs":{"days":{"type":"integer","minimum":1,"maximum":9}}}}},
         {"type":"function","function":{"name":"now"}}]
        """;

    [Theory]
    [InlineData("qwen-coder")]
    [InlineData("glm")]
    [InlineData("mistral-named")]
    [InlineData("deepseek")]
    public async Task Arguments_satisfy_the_schema_in_every_syntax(string shape)
    {
        var template = await File.ReadAllTextAsync(Path.Combine(Golden.RepositoryRoot, $"tests/Runtime.Server.Tests/Chat/Shapes/{shape}.jinja"), TestContext.Current.CancellationToken);
        var model = RandomModel.Describe(ModelShape.Tiny, GgufTensorType.F32).Add("tokenizer.chat_template.tool_use", template);
        await using var served = await ServedModelFile.StartAsync(model, contextTokens: 8192);
        var names = new HashSet<string>();
        for (var seed = 0; seed < 8; seed++)
        {
            var choice = await AskAsync(served, seed);
            Assert.Equal("tool_calls", (string?)choice["finish_reason"]);
            var called = Assert.Single(choice["message"]!["tool_calls"]!.AsArray())!["function"]!;
            names.Add((string)called["name"]!);
            Check((string)called["name"]!, JsonNode.Parse((string)called["arguments"]!)!.AsObject());
        }

        Assert.Contains("weather", names);
    }

    private static void Check(string name, JsonObject arguments)
    {
        if (name == "now")
        {
            Assert.Empty(arguments);
            return;
        }

        Assert.Equal(["city", "days", "unit"], arguments.Select(argument => argument.Key));
        Assert.InRange(((string)arguments["city"]!).EnumerateRunes().Count(), 0, 9);
        Assert.InRange((int)arguments["days"]!, 1, 9);
        Assert.Contains((string?)arguments["unit"], new[] { "°C", "°F", null });
    }

    private static async Task<JsonNode> AskAsync(ServedModelFile served, int seed)
    {
        var body = new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Call." }),
            ["seed"] = seed, ["max_tokens"] = 500, ["logit_bias"] = ServedBabbler.Leaning.DeepClone(),
            ["tools"] = JsonNode.Parse(Tools), ["tool_choice"] = JsonNode.Parse(seed % 2 == 0 ? "\"required\"" : """{"type":"function","function":{"name":"weather"}}"""), ["parallel_tool_calls"] = false,
        };
        using var response = await served.Client.PostAsJsonAsync("/v1/chat/completions", body, TestContext.Current.CancellationToken);
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.True(response.IsSuccessStatusCode, answer.ToJsonString());
        return answer["choices"]![0]!;
    }
}
