using System.Collections.Concurrent;
using InferOps.LocalCluster;
using InferOps.LocalCluster.Kubelet;
using InferOps.Sandbox.Monitoring;
using InferOps.Sandbox.Processes;
using InferOps.TestKit.Gguf;

namespace InferOps.Sandbox;

/// <summary>Everything on this machine: a cluster with simulated GPU nodes, a real Prometheus that scrapes its pods, and the operator. Nothing is left after disposal.</summary>
public sealed class SandboxEnvironment : IAsyncDisposable
{
    public const string OperatorNamespace = "inferops-system";

    /// <summary>Who the operator is to the API server.</summary>
    public const string OperatorUser = $"system:serviceaccount:{OperatorNamespace}:inferops";

    private static readonly ConcurrentBag<string> Refused = [];

    private readonly SandboxOptions _options;
    private readonly Workspace _workspace;
    private readonly PrometheusServer _prometheus;

    /// <summary>Where the webhook of an operator beside the cluster listens, whichever process it is.</summary>
    private readonly int _webhookPort = Workspace.FreePort();

    private SandboxEnvironment(SandboxOptions options, Workspace workspace)
    {
        (_options, _workspace) = (options, workspace);
        _prometheus = new(workspace, options.ScrapeIntervalSeconds);
    }

    /// <summary>What the API server forbade the operators of all sandboxes of this process that have ended, but those where <see cref="MayBeRefused"/>.</summary>
    public static IReadOnlyCollection<string> Refusals => Refused;

    /// <summary>True: a test takes the operator's rights away to see what it does.</summary>
    public bool MayBeRefused { get; set; }

    public Cluster Cluster { get; private set; } = null!;

    public Kubectl Kubectl { get; private set; } = null!;

    public Helm Helm { get; private set; } = null!;

    public string Kubeconfig => _workspace.PathOf("kubeconfig");

    public PrometheusServer Prometheus => _prometheus;

    /// <summary>The operator's process beside the cluster; null while it does not run.</summary>
    public ChildProcess? Operator { get; private set; }

    /// <summary>Folder of this sandbox: logs, models, kubeconfigs.</summary>
    public string Folder => _workspace.Folder;

    /// <summary>Folder that pods see as <c>/models</c>.</summary>
    public string Models => _workspace.PathOf("models");

    /// <summary>Starts everything; the operator is on its way when this returns.</summary>
    public static async Task<SandboxEnvironment> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        var sandbox = new SandboxEnvironment(options, Workspace.Create());
        try
        {
            await sandbox.StartAsync(cancellationToken);
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the operator's process beside the cluster.</summary>
    public void StartOperator() => Operator = ChildProcess.Start("operator", Folder, Workspace.Program("operator/Operator.Host", "InferOps.Operator.Host"), new Dictionary<string, string>
    {
        ["KUBECONFIG"] = _workspace.PathOf("operator.kubeconfig"),
        ["POD_NAMESPACE"] = OperatorNamespace,
        // Always the same: one that was killed takes its own lease up again at once, as a container does that is restarted in its pod.
        ["POD_NAME"] = "inferops-beside-the-cluster",
        ["INFEROPS_PROMETHEUSURL"] = _prometheus.Url.ToString(),
        ["INFEROPS_SCRAPEINTERVALSECONDS"] = $"{_options.ScrapeIntervalSeconds}",
        ["INFEROPS_RATEWINDOWSECONDS"] = $"{_options.RateWindowSeconds}",
        ["INFEROPS_LISTEN"] = $"http://127.0.0.1:{Workspace.FreePort()}",
        ["INFEROPS_WEBHOOK__PORT"] = $"{_webhookPort}",
        // Two cores for everything: a server heap per process would cost more than it gives.
        ["DOTNET_gcServer"] = "0",
    });

    /// <summary>SIGKILL, as when a node is lost.</summary>
    public async Task KillOperatorAsync()
    {
        if (Operator is not { } running) return;
        Operator = null;
        await running.KillAsync();
        await running.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Operator is { } running) await running.DisposeAsync();
        await _prometheus.DisposeAsync();
        if (Cluster is not null)
        {
            foreach (var (kind, count) in Cluster.ApiServer!.RequestCounts.Snapshot())
                if (kind is { User: OperatorUser, Code: 403 } && !MayBeRefused) Refused.Add($"{count} × {kind.Verb} {kind.Resource}");
            await Cluster.DisposeAsync();
        }
        _workspace.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Models);
        Reciter.Describe(GgufTensorType.F16).Write(Path.Combine(Models, "reciter.gguf"));
        Cluster = await Cluster.StartAsync(ClusterOptions(), cancellationToken);
        await File.WriteAllTextAsync(Kubeconfig, Cluster.AdminKubeconfig, cancellationToken);
        Kubectl = new(Kubeconfig);
        Helm = new(Kubeconfig);
        if (_options.Prometheus) await _prometheus.StartAsync(Kubeconfig, Cluster.Client, cancellationToken);
        switch (_options.Operator)
        {
            case OperatorPlace.Installed:
                await InstallAsync($"replicas=1,prometheus.url={_prometheus.Url},prometheus.scrapeIntervalSeconds={_options.ScrapeIntervalSeconds},prometheus.rateWindowSeconds={_options.RateWindowSeconds}", cancellationToken);
                break;
            case OperatorPlace.Beside:
                await InstallAsync("replicas=0,engines.install=false", cancellationToken);
                await ServeWebhookAsync(cancellationToken);
                var groups = new[] { "system:serviceaccounts", $"system:serviceaccounts:{OperatorNamespace}", "system:authenticated" };
                await File.WriteAllTextAsync(_workspace.PathOf("operator.kubeconfig"), Cluster.ApiServer!.Kubeconfig(OperatorUser, groups), cancellationToken);
                StartOperator();
                break;
            case OperatorPlace.Absent:
                await Kubectl.RunAsync(["apply", "-f", Path.Combine(Workspace.Repository, "crds")], cancellationToken: cancellationToken);
                break;
        }
    }

    private Task InstallAsync(string values, CancellationToken cancellationToken) =>
        Helm.RunAsync(["install", "inferops", Helm.Chart, "--namespace", OperatorNamespace, "--create-namespace", "--set", "crds.upgrade=false," + values], cancellationToken);

    /// <summary>The operator is no pod here, so nobody else tells where the chart's Service leads.</summary>
    private Task ServeWebhookAsync(CancellationToken cancellationToken) => Kubectl.ApplyAsync($$"""
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: inferops-webhook
          namespace: {{OperatorNamespace}}
          labels: { kubernetes.io/service-name: inferops-webhook }
        addressType: IPv4
        ports: [{ name: webhook, port: {{_webhookPort}} }]
        endpoints: [{ addresses: [127.0.0.1] }]
        """, cancellationToken);

    private ClusterOptions ClusterOptions() => new()
    {
        Kubelet = new KubeletOptions
        {
            Root = _workspace.PathOf("kubelet"),
            Nodes = [new NodeOptions { Name = "system-1", Capacity = Capacity() }, .. _options.GpuNodes.Select(GpuNode)],
            Images =
            [
                new ImageRule
                {
                    Name = "ghcr.io/inferops/runtime",
                    Command = Workspace.Program("runtime/Runtime.Host", "inferops-runtime"),
                    Paths = new Dictionary<string, string> { ["/models"] = Models },
                    Env = RuntimeEnvironment(),
                },
                new ImageRule
                {
                    Name = "ghcr.io/inferops/operator",
                    Command = Workspace.Program("operator/Operator.Host", "InferOps.Operator.Host"),
                    // All pods share this machine's addresses: each listens on its own.
                    Env = new Dictionary<string, string> { ["DOTNET_gcServer"] = "0", ["INFEROPS_LISTEN"] = "http://$(POD_IP):8081" },
                },
            ],
        },
    };

    private Dictionary<string, string> RuntimeEnvironment()
    {
        // As in a container with a limit of one CPU. A dozen replicas share this machine's.
        var environment = new Dictionary<string, string> { ["DOTNET_gcServer"] = "0", ["DOTNET_PROCESSOR_COUNT"] = "1" };
        // The discard port: nobody listens there.
        if (_options.Offline) environment["ALL_PROXY"] = "http://127.0.0.1:9";
        return environment;
    }

    private static NodeOptions GpuNode((string Pool, int Gpus) node, int index) => new()
    {
        Name = $"{node.Pool}-{index + 1}",
        Labels = new Dictionary<string, string>
        {
            ["inferops.dev/pool-name"] = node.Pool,
            ["nvidia.com/gpu.product"] = "NVIDIA-L40S",
            ["nvidia.com/gpu.memory"] = "46068",
            ["nvidia.com/gpu.count"] = $"{node.Gpus}",
        },
        Taints = [new TaintOptions { Key = "nvidia.com/gpu", Value = "present" }],
        Capacity = new Dictionary<string, string>(Capacity()) { ["nvidia.com/gpu"] = $"{node.Gpus}" },
    };

    private static Dictionary<string, string> Capacity() => new() { ["cpu"] = "16", ["memory"] = "64Gi", ["pods"] = "110" };
}
