using System.Diagnostics;
using InferOps.LocalCluster.Api;
using InferOps.Operator.Host.Tests.Fakes;
using k8s;
using KubeOps.KubernetesClient;

namespace InferOps.Operator.Host.Tests.Live;

/// <summary>An API server, an administrator's client that reaches it directly, and a second client behind a wire that can be cut.</summary>
internal sealed class LiveCluster : IAsyncDisposable
{
    private readonly Wire _wire;

    private LiveCluster(ApiServer server)
    {
        Server = server;
        _wire = new(server.Url);
        Admin = ClientOf("admin", "system:masters");
        Client = Connect($"https://127.0.0.1:{_wire.Port}", "operator", "system:masters");
    }

    public ApiServer Server { get; }

    public IKubernetesClient Admin { get; }

    /// <summary>The one under test.</summary>
    public IKubernetesClient Client { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LiveCluster> StartAsync(ApiServerOptions? options = null) => new(await ApiServer.StartAsync(options ?? new(), Cancellation));

    public IKubernetesClient ClientOf(string user, params IEnumerable<string> groups) => Connect(Server.Url.GetLeftPart(UriPartial.Authority), user, groups);

    public void CutWire() => _wire.Cut();

    public void MendWire() => _wire.Mend();

    /// <summary>Waits for what happens on another thread.</summary>
    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), $"Not within a minute: {what}");
            await Task.Delay(10, Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        Client.Dispose();
        await _wire.DisposeAsync();
        await Server.DisposeAsync();
    }

    private KubernetesClient Connect(string url, string user, params IEnumerable<string> groups)
    {
        var file = Path.GetTempFileName();
        try
        {
            Server.WriteKubeconfig(file, user, groups);
            var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(file);
            configuration.Host = url;
            return new KubernetesClient(configuration);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
