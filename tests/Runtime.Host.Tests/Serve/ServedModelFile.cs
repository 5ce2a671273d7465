using System.Net;
using InferOps.Runtime.Host.Llama;
using InferOps.Runtime.Server;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Serve;

/// <summary>A model file behind the real HTTP server and the real library, on loopback.</summary>
internal sealed class ServedModelFile : IAsyncDisposable
{
    public const string Name = "served";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-serve-");
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<int> _server;
    private readonly Task<Uri> _listening;

    private ServedModelFile(GgufFile model, int contextTokens)
    {
        var file = Path.Combine(_folder.FullName, "model.gguf");
        model.Write(file);
        var listening = new TaskCompletionSource<Uri>();
        var options = new RuntimeServerOptions
        {
            ServedName = Name, Host = IPAddress.Loopback, Port = 0, Listening = listening.SetResult, ListenerGrace = TimeSpan.Zero,
        };
        var loader = new LlamaLoader(new LlamaOptions { ModelFile = file, ContextTokens = contextTokens, ParallelSequences = 8, Threads = 1 }, new LlamaLog(Console.Error));
        _server = RuntimeServer.RunAsync(options, loader.LoadAsync, _stop.Token);
        _listening = listening.Task;
    }

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(120) };

    /// <summary>Returns when the replica is ready.</summary>
    public static async Task<ServedModelFile> StartAsync(GgufFile model, int contextTokens)
    {
        var served = new ServedModelFile(model, contextTokens);
        served.Client.BaseAddress = await served._listening;
        await Wait.UntilAsync("the replica is ready", async () => (await served.Client.GetAsync("/readyz")).IsSuccessStatusCode);
        return served;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Assert.Equal(RuntimeExitCodes.Stopped, await _server);
        _stop.Dispose();
        Client.Dispose();
        _folder.Delete(recursive: true);
    }
}
