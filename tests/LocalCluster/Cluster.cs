using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Controllers;
using InferOps.LocalCluster.Kubelet;
using InferOps.LocalCluster.Network;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster;

/// <summary>
/// Kubernetes in this process: API server, controllers, scheduler, kubelet with its nodes, and the service network. Nothing of it is left after
/// disposal.
/// </summary>
public sealed class Cluster : IAsyncDisposable
{
    // Each part speaks to the API under its own name, so that who asked for what can be counted.
    private const string Administrators = "system:masters";
    private readonly Stack<IAsyncDisposable> _parts = new();

    private Cluster(ClusterOptions options) => Options = options;

    public ClusterOptions Options { get; }

    /// <summary>The API server of this process; null when the cluster uses one that runs elsewhere.</summary>
    public ApiServer? ApiServer { get; private set; }

    /// <summary>A client with all rights.</summary>
    public KubeClient Client { get; private set; } = null!;

    /// <summary>Where a service's first port is reached from this machine.</summary>
    /// <exception cref="KeyNotFoundException">There is no such service.</exception>
    public async Task<Uri> ServiceUrlAsync(string ns, string name, CancellationToken cancellation)
    {
        var service = await Client.GetAsync(Resource.Services, ns, name, cancellation) ?? throw new KeyNotFoundException($"There is no service {ns}/{name}.");
        return new Uri($"http://{service.Text("spec", "clusterIP")}:{service.Objects("spec", "ports").First().Whole("port")}/");
    }

    /// <summary>Text of a kubeconfig with all rights.</summary>
    public string AdminKubeconfig => ApiServer?.Kubeconfig("admin", Administrators) ?? File.ReadAllText(Options.Kubeconfig!);

    /// <summary>Starts a cluster; the API answers and the nodes are Ready when this returns.</summary>
    public static async Task<Cluster> StartAsync(ClusterOptions options, CancellationToken cancellation)
    {
        var cluster = new Cluster(options);
        try
        {
            await cluster.BeginAsync(cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the parts in the opposite order of their start: pods end while there is still an API to tell.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part)) await part.DisposeAsync();
    }

    private async Task BeginAsync(CancellationToken cancellation)
    {
        var network = LoopbackNetwork.Claim(Options.Kubelet.Network);
        _parts.Push(new Owned(network));
        if (Options.Kubeconfig is null)
        {
            var options = Options.ApiServer with { Clock = Options.Clock, ServiceRange = network.ServiceRange };
            _parts.Push(ApiServer = await Api.ApiServer.StartAsync(options, cancellation));
        }

        Client = ConnectAs("admin");
        if (Options.Controllers)
        {
            var client = ConnectAs("system:kube-controller-manager");
            _parts.Push(ControlPlane.Start(client, ConnectAs("system:kube-scheduler"), Options.Clock, Options.Logging));
        }

        var kubelet = ConnectAs("system:kubelet");
        var log = Options.Logging.CreateLogger("kubelet");
        var informers = Own(new InformerSet(kubelet, log));
        Own(await ProcessKubelet.StartAsync(Options.Kubelet with { Clock = Options.Clock }, network, kubelet, informers, log));
        var proxy = new ServiceProxy(informers, Options.Logging.CreateLogger("proxy"));
        Own(BackgroundPart.Start("proxy", proxy.RunAsync, log));
    }

    private KubeClient ConnectAs(string user)
    {
        var config = Options.Kubeconfig is { } path
            ? Kubeconfig.Load(path)
            : Kubeconfig.Parse(ApiServer!.Kubeconfig(user, Administrators));
        var client = new KubeClient(config, user.Replace("system:", "", StringComparison.Ordinal));
        _parts.Push(new Owned(client));
        return client;
    }

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    private sealed class Owned(IDisposable inner) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            inner.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
