using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Host.Llama;
using InferOps.Runtime.Host.Tests.Serve;
using InferOps.Runtime.Server;
using InferOps.TestKit;
using InferOps.TestKit.Gguf;
using LLama.Native;

namespace InferOps.Runtime.Host.Tests.OpenAi;

/// <summary>All cases of cases.mjs, asked once by the official client of a server that serves the reciter and asks for keys.</summary>
public sealed class OpenAiRun : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-openai-");
    private JsonNode _seen = new JsonObject();

    /// <summary>What the client understood.</summary>
    public JsonNode this[string name] => _seen[name] is { } value
        ? value is not JsonObject { } failed || failed["threw"] is null ? value : throw new InvalidOperationException($"{name}: {value["threw"]}")
        : throw new InvalidOperationException($"cases.mjs has no case {name}");

    public async ValueTask InitializeAsync()
    {
        var module = Path.Combine(Golden.RepositoryRoot, "artifacts/tools/npm/node_modules/openai/index.mjs");
        Assert.True(File.Exists(module), $"{module} is missing: run `make tools`");
        using var stop = new CancellationTokenSource();
        var listening = new TaskCompletionSource<Uri>();
        var server = Serve(listening, stop.Token);
        var endpoint = await listening.Task;
        using var client = new HttpClient { BaseAddress = endpoint };
        await Wait.UntilAsync("the replica is ready", async () => (await client.GetAsync(RuntimeEndpoints.Ready)).IsSuccessStatusCode);

        _seen = JsonNode.Parse(await AskAsync(endpoint, module))!;
        await Wait.UntilAsync("what the client gave up runs no more", async () =>
            (await client.GetStringAsync(RuntimeEndpoints.Metrics)).Contains($"\n{RuntimeMetrics.RunningRequests} 0\n", StringComparison.Ordinal));
        await stop.CancelAsync();
        Assert.Equal(RuntimeExitCodes.Stopped, await server);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private Task<int> Serve(TaskCompletionSource<Uri> listening, CancellationToken stop)
    {
        var (file, keys) = (Path.Combine(_folder.FullName, "reciter.gguf"), Path.Combine(_folder.FullName, "keys"));
        Reciter.Describe().Write(file);
        File.WriteAllText(keys, "free\nlimited rpm=1\n");
        var options = new RuntimeServerOptions
        {
            ServedName = "reciter", Host = IPAddress.Loopback, Port = 0, Listening = listening.SetResult, ListenerGrace = TimeSpan.Zero, ApiKeysFile = keys,
        };
        var model = new LlamaOptions
        {
            ModelFile = file, ContextTokens = 4096, ParallelSequences = 8, Threads = 1,
            Embedding = new EmbeddingOptions { Use = EmbeddingUse.On, Pooling = LLamaPoolingType.Mean },
        };
        return RuntimeServer.RunAsync(options, new LlamaLoader(model, new LlamaLog(Console.Error)).LoadAsync, stop);
    }

    private static async Task<string> AskAsync(Uri endpoint, string module)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "OpenAi", "cases.mjs")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ENDPOINT"] = endpoint.ToString();
        start.Environment["OPENAI_MODULE"] = new Uri(module).ToString();
        (start.Environment["KEY"], start.Environment["LIMITED_KEY"]) = ("free", "limited");
        using var node = Process.Start(start)!;
        try
        {
            var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
            await node.WaitForExitAsync().WaitAsync(Patience);
            Assert.True(node.ExitCode == 0, await errors);
            return await output;
        }
        finally
        {
            if (!node.HasExited) node.Kill();
        }
    }
}
