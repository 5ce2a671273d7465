using System.Text.Json.Nodes;
using InferOps.TestKit.Gguf;

namespace InferOps.EndToEnd.Tests.Serving;

/// <summary>What a user sees with curl.</summary>
[Collection(nameof(ServingCollection))]
public sealed class CurlTests(ServingSandbox serving)
{
    [Fact]
    public async Task A_streamed_answer_comes_in_pieces_and_is_word_for_word()
    {
        var answer = await serving.CurlAsync("/v1/chat/completions", Chat("reciter", stream: true));
        Assert.Contains("Content-Type: text/event-stream", answer, StringComparison.OrdinalIgnoreCase);
        var events = answer.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..].Trim()).ToList();
        Assert.Equal("[DONE]", events[^1]);
        var chunks = events.SkipLast(1).Select(chunk => JsonNode.Parse(chunk)!).ToList();
        Assert.Equal(Recital.Answer.Text, string.Concat(chunks.Select(chunk => (string?)chunk["choices"]![0]!["delta"]!["content"])));
        Assert.True(chunks.Count > 50, $"the answer came in {chunks.Count} pieces");
        Assert.Equal("stop", (string?)chunks[^1]["choices"]![0]!["finish_reason"]);
    }

    [Fact]
    public async Task The_models_list_names_the_model()
    {
        var model = Assert.Single((JsonArray)Body(await serving.CurlAsync("/v1/models"))["data"]!);
        Assert.Equal(("reciter", "model"), ((string?)model!["id"], (string?)model["object"]));
    }

    [Fact]
    public async Task A_model_that_is_not_served_is_refused_by_name()
    {
        var answer = await serving.CurlAsync("/v1/chat/completions", Chat("nobody", stream: false));
        Assert.StartsWith("HTTP/1.1 404", answer, StringComparison.Ordinal);
        var error = Body(answer)["error"]!;
        Assert.Equal(("model", "model_not_found"), ((string?)error["param"], (string?)error["code"]));
        Assert.Contains("'nobody'", (string?)error["message"], StringComparison.Ordinal);
        Assert.NotNull(error["type"]);
    }

    private static JsonNode Body(string answer) => JsonNode.Parse(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..])!;

    private static JsonObject Chat(string model, bool stream) => new()
    {
        ["model"] = model,
        ["stream"] = stream,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Recite." }),
    };
}
