using System.Net.Http.Json;
using System.Text.Json.Nodes;
using InferOps.Runtime.Host.Tests.Serve;
using InferOps.TestKit;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Structured;

/// <summary>Models that decide by themselves to call a function, in the syntax of their own template: real tokens, real grammars, real streams.</summary>
public sealed class OfferedToolTests
{
    private const string Tools = """
        [{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}}},
         {"type":"function","function":{"name":"now"}}]
        """;

    /// <summary>A template's shape; the end of its prompts; what the model says then; what of it is text; its control tokens.</summary>
    public static TheoryData<string, string, string, string?, string[]> Models { get; } = new()
    {
        { "hermes", "<|im_start|>assistant\n", "Let me look.\n<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Köln\"}}\n</tool_call>", "Let me look.", ["</tool_call>"] },
        { "hermes", "<|im_start|>assistant\n", "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Köln\"}}\n</tool_call>", null, ["<tool_call>", "</tool_call>"] },
        { "llama3", "<|start_header_id|>assistant<|end_header_id|>\n\n", "{\"name\": \"weather\", \"parameters\": {\"city\": \"Köln\"}}", null, [] },
        { "mistral", "[/INST]", "Let me look.[TOOL_CALLS] [{\"name\": \"weather\", \"arguments\": {\"city\": \"Köln\"}}]", "Let me look.", ["[TOOL_CALLS]"] },
        { "qwen-coder", "<|im_start|>assistant\n", "Let me look.\n<tool_call>\n<function=weather>\n<parameter=city>\nKöln\n</parameter>\n</function>\n</tool_call>", "Let me look.", ["<tool_call>", "</tool_call>"] },
        { "glm", "<|assistant|>", "\n<tool_call>weather\n<arg_key>city</arg_key>\n<arg_value>Köln</arg_value>\n</tool_call>", null, ["<tool_call>", "</tool_call>", "<arg_key>", "</arg_key>", "<arg_value>", "</arg_value>"] },
        { "mistral-named", "[/INST]", "[TOOL_CALLS]weather[CALL_ID]abcdefghi[ARGS]{\"city\": \"Köln\"}", null, ["[TOOL_CALLS]", "[ARGS]", "[CALL_ID]"] },
        { "deepseek", "<|Assistant|>", "Let me look.<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>weather\n```json\n{\"city\": \"Köln\"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>", "Let me look.", ["<｜tool▁calls▁begin｜>", "<｜tool▁call▁begin｜>", "<｜tool▁sep｜>", "<｜tool▁call▁end｜>", "<｜tool▁calls▁end｜>"] },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public async Task A_model_that_chooses_to_call_is_understood_whole_and_streamed(string shape, string trigger, string says, string? text, string[] control)
    {
        var template = await File.ReadAllTextAsync(Path.Combine(Golden.RepositoryRoot, $"tests/Runtime.Server.Tests/Chat/Shapes/{shape}.jinja"), TestContext.Current.CancellationToken);
        var model = Reciter.Describe(repertoire: new Repertoire([new Recital(trigger, says)], control)).Add("tokenizer.chat_template.tool_use", template);
        await using var served = await ServedModelFile.StartAsync(model, contextTokens: 4096);

        var whole = Assert.Single(await AskAsync(served, stream: false));
        Assert.Equal((text, "tool_calls"), ((string?)whole["message"]!["content"], (string?)whole["finish_reason"]));
        Check(Assert.Single(whole["message"]!["tool_calls"]!.AsArray())!["function"]!);

        var parts = await AskAsync(served, stream: true);
        Assert.Equal(text ?? "", string.Concat(parts.Select(part => (string?)part["delta"]!["content"])));
        Assert.Equal("tool_calls", (string?)parts[^1]["finish_reason"]);
        var calls = parts.Select(part => part["delta"]!["tool_calls"]?[0]!["function"]!).Where(call => call is not null).ToList();
        Assert.True(calls.Count > 2, "arguments come as they are generated");
        Check(new JsonObject { ["name"] = string.Concat(calls.Select(call => (string?)call["name"])), ["arguments"] = string.Concat(calls.Select(call => (string?)call["arguments"])) });
    }

    private static void Check(JsonNode called)
    {
        Assert.Equal("weather", (string?)called["name"]);
        Assert.Equal("""{"city":"Köln"}""", JsonNode.Parse((string)called["arguments"]!)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    private static async Task<IReadOnlyList<JsonNode>> AskAsync(ServedModelFile served, bool stream)
    {
        var body = new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Will it rain?" }),
            ["tools"] = JsonNode.Parse(Tools), ["tool_choice"] = "auto", ["temperature"] = 0, ["max_tokens"] = 200, ["stream"] = stream,
        };
        using var response = await served.Client.PostAsJsonAsync("/v1/chat/completions", body, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, answer);
        var documents = stream ? answer.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => line[6..]) : [answer];
        return [.. documents.Select(document => JsonNode.Parse(document)!["choices"]![0]!)];
    }
}
