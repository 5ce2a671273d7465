using System.Diagnostics;
using InferOps.Runtime.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace InferOps.Runtime.Server.Telemetry;

/// <summary>Sends a span per request over OTLP where somebody wants them. Nothing of it exists otherwise.</summary>
internal static class Tracing
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string ServiceName = "OTEL_SERVICE_NAME";
    private const string DefaultServiceName = "inferops-runtime";
    private static readonly TimeSpan LastSpans = TimeSpan.FromSeconds(2);
    private static readonly PathString[] NotTraced = [RuntimeEndpoints.Health, RuntimeEndpoints.Ready, RuntimeEndpoints.Drain, RuntimeEndpoints.Metrics];

    /// <param name="builder">The server's.</param>
    /// <param name="settings">Settings by the names OpenTelemetry gives its environment variables.</param>
    public static void AddTo(WebApplicationBuilder builder, IReadOnlyDictionary<string, string?> settings)
    {
        if (!IsWanted(settings)) return;

        // The exporter and the sampler read the rest of their settings from here themselves.
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(settings.GetValueOrDefault(ServiceName) ?? DefaultServiceName))
            .WithTracing(tracing => tracing
                .AddSource(GenerationSpans.SourceName)
                .AddAspNetCoreInstrumentation(server =>
                {
                    server.Filter = context => !Array.Exists(NotTraced, path => context.Request.Path == path);
                    server.EnrichWithHttpResponse = (span, _) => Rename(span);
                })
                .AddOtlpExporter());
    }

    /// <summary>Sends what has not been sent, but not at any price: a collector that does not answer must not hold the exit for longer than a pod has.</summary>
    public static void Flush(IServiceProvider services) => services.GetService<TracerProvider>()?.Shutdown((int)LastSpans.TotalMilliseconds);

    public static bool IsWanted(IReadOnlyDictionary<string, string?> settings) =>
        !string.IsNullOrEmpty(settings.GetValueOrDefault(Endpoint)) || !string.IsNullOrEmpty(settings.GetValueOrDefault(TracesEndpoint));

    // The instrumentation names a span by its route when it ends, and the conventions for generative AI name it by operation and model.
    private static void Rename(Activity span)
    {
        if (span.GetTagItem(GenerationSpans.Operation) is { } operation) span.DisplayName = $"{operation} {span.GetTagItem(GenerationSpans.Model)}";
    }
}
