using InferOps.Operator.Host.Certificates;
using InferOps.Operator.Host.Live;
using InferOps.Operator.Host.Telemetry;
using InferOps.Operator.Host.Tests.Live;
using InferOps.Operator.Host.Webhooks;
using k8s.LeaderElection;
using k8s.LeaderElection.ResourceLock;
using KubeOps.KubernetesClient;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InferOps.Operator.Host.Tests.Webhooks;

/// <summary>The operator's webhooks as the product serves them: KubeOps' pipeline, TLS, the operator's own watches and certificates. Nothing reconciles.</summary>
internal sealed class WebhookHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IKubernetesClient _client;

    private WebhookHost(WebApplication app, IKubernetesClient client) => (_app, _client) = (app, client);

    public int Port => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(address => address.StartsWith("https:", StringComparison.Ordinal))).Port;

    public ClusterState State => _app.Services.GetRequiredService<ClusterState>();

    public static async Task<WebhookHost> StartAsync(LiveCluster cluster, WebhookOptions options, ILoggerProvider? logs = null, bool leads = true)
    {
        options.Port = 0;
        var client = cluster.ClientOf("operator", "system:masters");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (logs is not null) builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(client).AddSingleton(new ClusterCapabilities(true)).AddSingleton(new WatchedNamespaces([])).AddSingleton(new Leadership(leads ? null : Candidate(client)))
            .AddSingleton<ClusterState>().AddHostedService(services => services.GetRequiredService<ClusterState>());
        builder.AddWebhooks(options, "http://127.0.0.1:0");
        var host = new WebhookHost(builder.Build(), client);
        host._app.MapWebhooks();
        await host._app.StartAsync(LiveCluster.Cancellation);
        return host;
    }

    /// <summary>Waits until it has a certificate.</summary>
    public Task ServesAsync() => LiveCluster.UntilAsync(() => _app.Services.GetRequiredService<ServingCertificate>().IsLoaded, "a certificate is served");

    /// <summary>One that never stands for election.</summary>
    private static LeaderElector Candidate(IKubernetesClient client) => new(new LeaderElectionConfig(new LeaseLock(client.ApiClient, "default", "inferops-leader", "standby")));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }
}
