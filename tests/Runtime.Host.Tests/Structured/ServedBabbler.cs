using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using InferOps.Runtime.Host.Tests.Serve;
using InferOps.TestKit;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Structured;

/// <summary>A model of random weights behind the real HTTP server and the real library: whatever it says, it was made to.</summary>
public sealed class ServedBabbler : IAsyncLifetime
{
    private ServedModelFile _served = null!;

    /// <summary>For conversations with tools; the model's other template knows nothing of them.</summary>
    private static string ToolTemplate => File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "tests/Runtime.Server.Tests/Chat/Shapes/hermes.jinja"));

    public HttpClient Client => _served.Client;

    /// <summary>Leans towards what ends a string, an object, an array: a babbler seldom closes what it opened.</summary>
    public static JsonObject Leaning { get; } = new(
        from ending in new (string Text, int Bias)[] { ("\"", 4), ("}", 3), ("]", 3) }
        let token = new Vocabulary("").Tokenize(ending.Text)[0] // bytes come first in every vocabulary
        select KeyValuePair.Create($"{token}", (JsonNode?)ending.Bias));

    public async ValueTask InitializeAsync() => _served = await ServedModelFile.StartAsync(
        RandomModel.Describe(ModelShape.Tiny, GgufTensorType.F32).Add("tokenizer.chat_template.tool_use", ToolTemplate), contextTokens: 8192);

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    /// <summary>Asks for a document, and hears it whole or streamed.</summary>
    public async Task<(string Text, string FinishReason)> ChatAsync(JsonObject more, bool stream = false)
    {
        var body = new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Babble." }),
            ["max_tokens"] = 600, ["stream"] = stream, ["logit_bias"] = Leaning.DeepClone(),
        };
        foreach (var (name, value) in more) body[name] = value?.DeepClone();
        using var response = await Client.PostAsJsonAsync("/v1/chat/completions", body);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        var (text, reason) = (new StringBuilder(), "");
        foreach (var json in stream ? answer.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => line[6..]) : [answer])
        {
            if (JsonNode.Parse(json)!["choices"]!.AsArray() is not [{ } choice]) continue;
            text.Append((string?)(choice["delta"] ?? choice["message"])!["content"]);
            reason = (string?)choice["finish_reason"] ?? reason;
        }

        return (text.ToString(), reason);
    }

    public static JsonObject Schema(JsonNode schema, int seed) => new()
    {
        ["seed"] = seed,
        ["response_format"] = new JsonObject
        {
            ["type"] = "json_schema",
            ["json_schema"] = new JsonObject { ["name"] = "it", ["strict"] = true, ["schema"] = schema.DeepClone() },
        },
    };
}
