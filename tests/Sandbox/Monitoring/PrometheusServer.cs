using InferOps.LocalCluster.Client;
using InferOps.Sandbox.Processes;

namespace InferOps.Sandbox.Monitoring;

/// <summary>A real Prometheus that finds pods by Kubernetes service discovery. It can be stopped and started again on the same port.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private readonly Workspace _workspace;
    private readonly int _scrapeIntervalSeconds;
    private readonly int _port = Workspace.FreePort();
    private ChildProcess? _process;
    private PodDiscovery? _discovery;

    internal PrometheusServer(Workspace workspace, int scrapeIntervalSeconds)
    {
        (_workspace, _scrapeIntervalSeconds) = (workspace, scrapeIntervalSeconds);
        Url = new($"http://127.0.0.1:{_port}");
    }

    public Uri Url { get; }

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="kubeconfig">For a Prometheus that speaks to Kubernetes itself.</param>
    /// <param name="client">For one that does not.</param>
    public async Task StartAsync(string kubeconfig, KubeClient client, CancellationToken cancellationToken)
    {
        if (!await AcceptsAsync(Config($"kubernetes_sd_configs: [{{ role: pod, kubeconfig_file: {kubeconfig} }}]"), cancellationToken))
        {
            _discovery = await PodDiscovery.StartAsync(client, cancellationToken);
            if (!await AcceptsAsync(Config($"http_sd_configs: [{{ url: {_discovery.Url}, refresh_interval: 1s }}]"), cancellationToken))
                throw new InvalidOperationException("promtool accepts neither form of discovery; is artifacts/tools/bin/prometheus a Prometheus of 2.28 or newer?");
        }
        Start();
        await WaitAsync(cancellationToken);
    }

    /// <summary>SIGKILL, as when its node is lost.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        await process.KillAsync();
        await process.DisposeAsync();
    }

    /// <summary>Starts it again with the data it had.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        Start();
        await WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process) await process.DisposeAsync();
        if (_discovery is { } discovery) await discovery.DisposeAsync();
    }

    /// <summary>Writes the configuration and has promtool judge it.</summary>
    private async Task<bool> AcceptsAsync(string configuration, CancellationToken cancellationToken)
    {
        var config = _workspace.PathOf("prometheus.yml");
        await File.WriteAllTextAsync(config, configuration, cancellationToken);
        return (await Shell.RunAsync(Workspace.Tool("promtool"), ["check", "config", config], cancellationToken: cancellationToken)).ExitCode == 0;
    }

    private void Start() => _process = ChildProcess.Start("prometheus", _workspace.Folder,
    [
        Workspace.Tool("prometheus"),
        $"--config.file={_workspace.PathOf("prometheus.yml")}",
        $"--storage.tsdb.path={_workspace.PathOf("prometheus")}",
        $"--web.listen-address=127.0.0.1:{_port}",
        "--log.level=warn",
    ]);

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await AnswersAsync(http, patience.Token)) await Task.Delay(50, patience.Token);
    }

    private static async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            return (await http.GetAsync("-/ready", cancellationToken)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string Config(string discovery) => $$"""
        global:
          scrape_interval: {{_scrapeIntervalSeconds}}s
          scrape_timeout: {{_scrapeIntervalSeconds}}s
        scrape_configs:
          - job_name: inferops
            {{discovery}}
            relabel_configs:
              - source_labels: [__meta_kubernetes_pod_label_inferops_dev_component]
                regex: replica
                action: keep
              - source_labels: [__meta_kubernetes_pod_container_port_name]
                regex: http
                action: keep
              - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_path]
                regex: (.+)
                target_label: __metrics_path__
              - source_labels: [__meta_kubernetes_namespace]
                target_label: namespace
              - source_labels: [__meta_kubernetes_pod_name]
                target_label: pod
              - source_labels: [__meta_kubernetes_pod_label_inferops_dev_service]
                target_label: inferops_dev_service
              - source_labels: [__meta_kubernetes_pod_label_inferops_dev_pool]
                target_label: inferops_dev_pool

        """;
}
