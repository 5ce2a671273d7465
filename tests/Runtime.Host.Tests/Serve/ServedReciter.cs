using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using InferOps.Runtime.Host.Llama;
using InferOps.Runtime.Server;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Serve;

/// <summary>The reciter behind the real HTTP server and the real library, on loopback, once for all tests of a class.</summary>
public sealed class ServedReciter : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-serve-");
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(60) };
    private Task<int> _server = Task.FromResult(0);

    public HttpClient Client => _client;

    public async ValueTask InitializeAsync()
    {
        var file = Path.Combine(_folder.FullName, "reciter.gguf");
        Reciter.Describe().Write(file);
        var listening = new TaskCompletionSource<Uri>();
        var options = new RuntimeServerOptions
        {
            ServedName = "reciter", Host = IPAddress.Loopback, Port = 0, Listening = listening.SetResult, ListenerGrace = TimeSpan.Zero,
        };
        var loader = new LlamaLoader(new LlamaOptions { ModelFile = file, ContextTokens = 4096, ParallelSequences = 8, Threads = 1 }, new LlamaLog(Console.Error));
        _server = RuntimeServer.RunAsync(options, loader.LoadAsync, _stop.Token);
        _client.BaseAddress = await listening.Task;
        await Wait.UntilAsync("the replica is ready", async () => (await _client.GetAsync("/readyz")).IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Assert.Equal(RuntimeExitCodes.Stopped, await _server);
        _stop.Dispose();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>What the model says after a prompt, and why it stopped.</summary>
    public async Task<(string Text, string FinishReason)> CompleteAsync(string prompt, bool stream, int maxTokens = 300)
    {
        var body = new JsonObject { ["model"] = "reciter", ["prompt"] = prompt, ["temperature"] = 0, ["max_tokens"] = maxTokens, ["stream"] = stream };
        return await AskAsync("/v1/completions", body, stream, choice => choice["text"]);
    }

    public async Task<(string Text, string FinishReason)> ChatAsync(string question, bool stream)
    {
        var message = new JsonObject { ["role"] = "user", ["content"] = question };
        var body = new JsonObject { ["model"] = "reciter", ["messages"] = new JsonArray(message), ["temperature"] = 0, ["stream"] = stream };
        return await AskAsync("/v1/chat/completions", body, stream, choice => (choice["delta"] ?? choice["message"])!["content"]);
    }

    private async Task<(string Text, string FinishReason)> AskAsync(string path, JsonObject body, bool stream, Func<JsonNode, JsonNode?> text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
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
