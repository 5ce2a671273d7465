using InferOps.Runtime.Contract;
using InferOps.Runtime.Server.Embedding;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Generating;
using InferOps.Runtime.Server.Lifecycle;
using InferOps.Runtime.Server.Models;
using InferOps.Runtime.Server.Security;
using InferOps.Runtime.Server.Telemetry;
using InferOps.Runtime.Server.Tokenizing;
using InferOps.Runtime.Server.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace InferOps.Runtime.Server;

/// <summary>Puts the parts of the HTTP server together.</summary>
internal static class RuntimeApplication
{
    public static WebApplication Build(RuntimeServerOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // RuntimeServer tells why it could not start.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
        // What was written is sent by the thread that wrote it: to hand a token to another one would cost more than to send it. Nothing here blocks a thread.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Services.AddSingleton<IHostLifetime, NoHostLifetime>();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<Replica>();
        builder.Services.AddSingleton<RuntimeInstruments>();
        builder.Services.AddSingleton<RequestAccounts>();
        builder.Services.AddSingleton<BodyMemory>();
        builder.Services.AddSingleton<GenerationEndpoint>();
        builder.Services.AddSingleton<EmbeddingEndpoint>();
        if (options.ApiKeysFile is { } file)
            builder.Services.AddSingleton(services => new ApiKeys(file, options.Time, services.GetRequiredService<ILogger<ApiKeys>>()));
        Tracing.AddTo(builder, options.OpenTelemetry);

        var app = builder.Build();
        app.UseMiddleware<RequestIdMiddleware>();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseMiddleware<DrainMiddleware>();
        if (options.ApiKeysFile is not null) app.UseMiddleware<ApiKeyMiddleware>();
        Map(app, options);
        return app;
    }

    private static void Map(WebApplication app, RuntimeServerOptions options)
    {
        var endpoint = app.Services.GetRequiredService<GenerationEndpoint>();
        app.MapPost("/v1/chat/completions", context => endpoint.ServeAsync(context, EndpointShapes.Chat));
        app.MapPost("/v1/completions", context => endpoint.ServeAsync(context, EndpointShapes.Completion));
        app.MapPost("/v1/embeddings", app.Services.GetRequiredService<EmbeddingEndpoint>().ServeAsync);
        app.MapTokenizing(app.Services.GetRequiredService<Replica>(), options);
        app.MapModels(app.Services.GetRequiredService<Replica>(), options);
        app.MapHealth(app.Services.GetRequiredService<Replica>());
        app.MapMetrics(RuntimeEndpoints.Metrics, app.Services.GetRequiredService<RuntimeInstruments>().Registry);
    }

    private static void Configure(KestrelServerOptions kestrel, RuntimeServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.RequestHeadersTimeout = AtMost(options.SlowClientTimeout, TimeSpan.FromSeconds(15));
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, AtMost(options.SlowClientTimeout, TimeSpan.FromSeconds(5)));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, options.SlowClientTimeout);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        kestrel.Listen(options.Host, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static TimeSpan AtMost(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
