using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Serve;

/// <summary>The reciter behind the real HTTP server and the real library, on loopback, once for all tests of a class.</summary>
public sealed class ServedReciter : IAsyncLifetime
{
    private ServedModelFile _served = null!;

    public HttpClient Client => _served.Client;

    public async ValueTask InitializeAsync() => _served = await ServedModelFile.StartAsync(Reciter.Describe(), contextTokens: 4096);

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    /// <summary>What the model says after a prompt, and why it stopped.</summary>
    public async Task<(string Text, string FinishReason)> CompleteAsync(string prompt, bool stream, int maxTokens = 300)
    {
        var body = new JsonObject { ["model"] = ServedModelFile.Name, ["prompt"] = prompt, ["temperature"] = 0, ["max_tokens"] = maxTokens, ["stream"] = stream };
        return await AskAsync("/v1/completions", body, stream, choice => choice["text"]);
    }

    public async Task<(string Text, string FinishReason)> ChatAsync(string question, bool stream)
    {
        var message = new JsonObject { ["role"] = "user", ["content"] = question };
        var body = new JsonObject { ["model"] = ServedModelFile.Name, ["messages"] = new JsonArray(message), ["temperature"] = 0, ["stream"] = stream };
        return await AskAsync("/v1/chat/completions", body, stream, choice => (choice["delta"] ?? choice["message"])!["content"]);
    }

    private async Task<(string Text, string FinishReason)> AskAsync(string path, JsonObject body, bool stream, Func<JsonNode, JsonNode?> text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(response.IsSuccessStatusCode, await (response.IsSuccessStatusCode ? Task.FromResult("") : response.Content.ReadAsStringAsync()));
        var whole = new StringBuilder();
        var reason = "";
        await foreach (var answer in stream ? EventsAsync(response) : OneAsync(response))
        {
            if (answer["choices"]!.AsArray() is not [{ } choice]) continue;
            whole.Append((string?)text(choice));
            reason = (string?)choice["finish_reason"] ?? reason;
        }

        return (whole.ToString(), reason);
    }

    private static async IAsyncEnumerable<JsonNode> OneAsync(HttpResponseMessage response)
    {
        yield return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static async IAsyncEnumerable<JsonNode> EventsAsync(HttpResponseMessage response)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
            if (line.StartsWith("data: {", StringComparison.Ordinal)) yield return JsonNode.Parse(line[6..])!;
    }
}
