using InferOps.LocalCluster;
using InferOps.LocalCluster.Kubelet;
using InferOps.Sandbox.Monitoring;
using InferOps.Sandbox.Processes;
using InferOps.TestKit.Gguf;

namespace InferOps.Sandbox;

/// <summary>Everything on this machine: a cluster with simulated GPU nodes, a real Prometheus that scrapes its pods, and the operator. Nothing is left after disposal.</summary>
public sealed class SandboxEnvironment : IAsyncDisposable
{
    private const string OperatorNamespace = "inferops-system";
    private const string OperatorUser = $"system:serviceaccount:{OperatorNamespace}:inferops";

    private readonly SandboxOptions _options;
    private readonly Workspace _workspace;
    private readonly PrometheusServer _prometheus;

    private SandboxEnvironment(SandboxOptions options, Workspace workspace)
    {
        (_options, _workspace) = (options, workspace);
        _prometheus = new(workspace, options.ScrapeIntervalSeconds);
    }

    public Cluster Cluster { get; private set; } = null!;

    public Kubectl Kubectl { get; private set; } = null!;

    public string Kubeconfig => _workspace.PathOf("kubeconfig");

    public PrometheusServer Prometheus => _prometheus;

    /// <summary>The operator's process; null while it does not run.</summary>
    public ChildProcess? Operator { get; private set; }

    /// <summary>Folder of this sandbox: logs, models, kubeconfigs.</summary>
    public string Folder => _workspace.Folder;

    /// <summary>Folder that pods see as <c>/models</c>.</summary>
    public string Models => _workspace.PathOf("models");

    /// <summary>Starts everything and applies <c>crds/</c>; the operator is up when this returns.</summary>
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

    /// <summary>Starts the operator's process.</summary>
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
        if (Cluster is not null) await Cluster.DisposeAsync();
        _workspace.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Models);
        Reciter.Describe(GgufTensorType.F16).Write(Path.Combine(Models, "reciter.gguf"));
        Cluster = await Cluster.StartAsync(ClusterOptions(), cancellationToken);
        await File.WriteAllTextAsync(Kubeconfig, Cluster.AdminKubeconfig, cancellationToken);
        Kubectl = new(Kubeconfig);
        await Kubectl.RunAsync(["apply", "-f", Path.Combine(Workspace.Repository, "crds")], cancellationToken: cancellationToken);
        if (_options.Prometheus) await _prometheus.StartAsync(Kubeconfig, Cluster.Client, cancellationToken);
        if (!_options.Operator) return;
        await GrantOperatorAsync(cancellationToken);
        StartOperator();
    }

    /// <summary>The operator runs with the rights its chart gives it, not with an administrator's.</summary>
    private async Task GrantOperatorAsync(CancellationToken cancellationToken)
    {
        var install = await Shell.RunAsync(
            Workspace.Tool("helm"),
            ["upgrade", "--install", "inferops", Path.Combine(Workspace.Repository, "charts", "inferops"), "--namespace", OperatorNamespace, "--create-namespace", "--set", "replicas=0,engines.install=false"],
            new Dictionary<string, string> { ["KUBECONFIG"] = Kubeconfig }, cancellationToken: cancellationToken);
        install.Checked("helm upgrade --install");
        var groups = new[] { "system:serviceaccounts", $"system:serviceaccounts:{OperatorNamespace}", "system:authenticated" };
        await File.WriteAllTextAsync(_workspace.PathOf("operator.kubeconfig"), Cluster.ApiServer!.Kubeconfig(OperatorUser, groups), cancellationToken);
    }

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
