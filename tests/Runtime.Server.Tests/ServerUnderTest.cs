using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Server.Tests;

/// <summary>A real server on a free loopback port over a fake model.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerUnderTest(RuntimeServerOptions options, ModelLoader load)
    {
        var own = options with { Host = IPAddress.Loopback, Port = 0, Listening = _listening.SetResult };
        ExitCode = Task.Run(() => RuntimeServer.RunAsync(own, load, _stop.Token));
    }

    public static RuntimeServerOptions Options { get; } = new() { ServedName = "fake", ListenerGrace = TimeSpan.Zero, DrainTimeout = TimeSpan.FromSeconds(10) };

    /// <summary>Leaves at once when an answer is disposed: by default it would read on for two seconds, and so be no client that left.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { Timeout = Patience };

    public Task<int> ExitCode { get; }

    /// <summary>Returns when the server listens, whatever the model does.</summary>
    public static async Task<ServerUnderTest> ListenAsync(RuntimeServerOptions options, ModelLoader load)
    {
        var server = new ServerUnderTest(options, load);
        server.Client.BaseAddress = await server._listening.Task.WaitAsync(Patience);
        return server;
    }

    /// <summary>Returns when the server is ready.</summary>
    public static async Task<ServerUnderTest> StartAsync(
        FakeModelOptions? model = null, RuntimeServerOptions? options = null, FakeEmbeddingModel? embedding = null)
    {
        var loaded = new LoadedModel(new FakeModel(model ?? new FakeModelOptions()), new FakeTokenizer()) { Embedding = embedding };
        var server = await ListenAsync(options ?? Options, (_, _) => Task.FromResult(loaded));
        await server.UntilAsync(async () => (await server.Client.GetAsync("/readyz")).IsSuccessStatusCode);
        return server;
    }

    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition()) await Task.Delay(10, patience.Token);
    }

    public void Stop() => _stop.Cancel();

    public Task<HttpResponseMessage> PostAsync(string path, string json) =>
        Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") },
            HttpCompletionOption.ResponseHeadersRead);

    public async Task<JsonNode> PostJsonAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        var body = await response.Content.ReadFromJsonAsync<JsonNode>();
        Assert.True(response.IsSuccessStatusCode, body?.ToJsonString());
        return body!;
    }

    /// <summary>The events of a stream, without the closing [DONE].</summary>
    public async Task<IReadOnlyList<JsonNode>> StreamAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return Events(await response.Content.ReadAsStringAsync());
    }

    /// <summary>The events of a stream that was read to its end.</summary>
    public static IReadOnlyList<JsonNode> Events(string stream)
    {
        var events = stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(events, line => Assert.StartsWith("data: ", line, StringComparison.Ordinal));
        Assert.Equal("data: [DONE]", events[^1]);
        return [.. events[..^1].Select(line => JsonNode.Parse(line["data: ".Length..])!)];
    }

    public async Task<double> MetricAsync(string series)
    {
        var text = await Client.GetStringAsync("/metrics");
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return double.Parse(Assert.IsType<string>(line)[(series.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ExitCode.WaitAsync(Patience);
        Client.Dispose();
        _stop.Dispose();
    }
}
