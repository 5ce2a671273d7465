using InferOps.Operator.Core.Desired;
using InferOps.Operator.Host;
using InferOps.Operator.Host.Certificates;
using InferOps.Operator.Host.Commands;
using InferOps.Operator.Host.Controllers;
using InferOps.Operator.Host.Entities;
using InferOps.Operator.Host.Live;
using InferOps.Operator.Host.Prometheus;
using InferOps.Operator.Host.Telemetry;
using InferOps.Operator.Host.Webhooks;
using InferOps.Operator.Reconciliation;
using InferOps.Operator.Reconciliation.Advice;
using InferOps.Operator.Reconciliation.Engines;
using InferOps.Operator.Reconciliation.Pools;
using InferOps.Operator.Reconciliation.Scaling;
using InferOps.Operator.Reconciliation.Services;
using k8s.LeaderElection;
using KubeOps.Abstractions.Builder;
using KubeOps.KubernetesClient;
using KubeOps.Operator;
using Microsoft.Extensions.Options;
using Prometheus;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Configuration.AddEnvironmentVariables("INFEROPS_").AddCommandLine(args);
builder.Logging.AddSimpleConsole(console =>
{
    console.SingleLine = true;
    console.TimestampFormat = "HH:mm:ss.fff ";
});
// Probes and scrapes come every few seconds, for ever.
builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services.AddOptionsWithValidateOnStart<OperatorOptions>().Bind(builder.Configuration).ValidateDataAnnotations();
var options = builder.Configuration.Get<OperatorOptions>() ?? new();
var webhooks = builder.Configuration.GetSection(WebhookOptions.Section).Get<WebhookOptions>() ?? new();
builder.Services.AddOptionsWithValidateOnStart<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateDataAnnotations();
if (webhooks.Port is null) builder.WebHost.UseUrls(options.Listen);
else builder.AddWebhooks(webhooks, options.Listen);

var namespaces = new WatchedNamespaces(options.WatchNamespaces);
var client = new KubernetesClient();
switch (args)
{
    case [ApplyCrdsCommand.Name, var folder]:
        return await ApplyCrdsCommand.RunAsync(client, folder, Console.Out, CancellationToken.None);
    case [CheckCommand.Name, var url]:
        return await new CheckCommand(client, namespaces, Console.Out).RunAsync(new(url), CancellationToken.None);
}

builder.Services.AddSingleton(await ClusterCapabilities.FindAsync(client.ApiClient, CancellationToken.None));
builder.Services.AddSingleton(namespaces).AddSingleton(ScopedClient.Over(client, namespaces));
var ownNamespace = await client.GetCurrentNamespaceAsync();
if (options.LeaderElection) builder.Services.AddSingleton(services => Election.Stand(services, ownNamespace));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddKubernetesOperator(settings =>
    {
        settings.WithName("inferops").WithAutoAttachFinalizers(false).WithAutoDetachFinalizers(false);
        settings.WithLeaderElection(options.LeaderElection ? LeaderElectionType.Single : LeaderElectionType.None);
    })
    .AddController<InferenceServiceController, V1Alpha1InferenceService>()
    .AddController<ComputePoolController, V1Alpha1ComputePool>()
    .AddController<InferenceEngineController, V1Alpha1InferenceEngine>();

builder.Services
    .AddSingleton<ClusterState>().AddHostedService(services => services.GetRequiredService<ClusterState>())
    .AddSingleton<ClusterReader>()
    .AddSingleton<ClusterWriter>()
    .AddSingleton<PullProbe>()
    .AddSingleton<IClusterApi, ClusterApi>()
    .AddSingleton(PrometheusOptions.Of(options))
    .AddSingleton<PrometheusConnection>()
    .AddSingleton<ITokenRateSource, PrometheusClient>()
    .AddSingleton(new AutoscaleOptions
    {
        Interval = TimeSpan.FromSeconds(options.DecisionIntervalSeconds ?? options.ScrapeIntervalSeconds),
        ScrapeInterval = TimeSpan.FromSeconds(options.ScrapeIntervalSeconds),
        RateWindow = TimeSpan.FromSeconds(options.RateWindowSeconds),
    })
    .AddSingleton(services => new DesiredOptions
    {
        RuntimeImage = options.RuntimeImage,
        PolicyV1 = services.GetRequiredService<ClusterCapabilities>().PolicyV1,
        ScrapeInterval = TimeSpan.FromSeconds(options.ScrapeIntervalSeconds),
    })
    .AddSingleton<ScalingBoard>()
    .AddSingleton<AutoscaleLoop>()
    .AddSingleton(new AdviceOptions { Namespace = ownNamespace })
    .AddSingleton<AdviceLoop>()
    .AddSingleton<ServiceReconciler>()
    .AddSingleton<PoolReconciler>()
    .AddSingleton<EngineReconciler>()
    .AddSingleton<RetryDelays>()
    .AddSingleton<ReconcileRunner>()
    .AddSingleton(services => new Leadership(services.GetService<LeaderElector>()))
    .AddSingleton<FleetGauges>()
    .AddHostedService<ReconcileTriggers>()
    .AddHostedService<AdviceService>();

OperatorMetrics.Begin(V1Alpha1InferenceService.KindName, V1Alpha1ComputePool.KindName, V1Alpha1InferenceEngine.KindName);
var app = builder.Build();
var state = app.Services.GetRequiredService<ClusterState>();
app.MapGet("/healthz", () => TypedResults.Text("ok"));
var serving = app.Services.GetService<ServingCertificate>();
app.MapGet("/readyz", () =>
    !state.Synced.IsCompletedSuccessfully ? Results.Text("watching has not begun", statusCode: StatusCodes.Status503ServiceUnavailable)
    : serving is { IsPending: true } ? Results.Text("certificates are being read", statusCode: StatusCodes.Status503ServiceUnavailable)
    : Results.Text("ok"));
if (serving is not null) app.MapWebhooks();
app.Services.GetRequiredService<FleetGauges>().ExportTo(Metrics.DefaultRegistry);
app.MapMetrics();
await app.RunAsync();
return 0;
