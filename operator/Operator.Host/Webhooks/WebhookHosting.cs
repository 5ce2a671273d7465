using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using InferOps.Operator.Host.Certificates;
using InferOps.Operator.Host.Live;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace InferOps.Operator.Host.Webhooks;

/// <summary>Serves KubeOps' webhooks over TLS, with a certificate that may change at any moment.</summary>
internal static class WebhookHosting
{
    /// <summary>KubeOps' own path for webhooks that validate.</summary>
    private const string Validating = "/validate";

    /// <param name="options">With a port to listen at.</param>
    /// <param name="plain">Where everything else is served, without TLS.</param>
    public static void AddWebhooks(this WebApplicationBuilder builder, WebhookOptions options, string plain)
    {
        var serving = new ServingCertificate();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            var address = new Uri(plain);
            Listen(kestrel, address.Host, address.Port, _ => { });
            Listen(kestrel, address.Host, options.Port!.Value, listen => listen.UseHttps(Handshake(serving)));
        });
        builder.Services.AddSingleton(options).AddSingleton(serving)
            .AddSingleton<NamespaceLimitsReader>()
            .AddSingleton(services => new AdmissionDesk(
                services.GetRequiredService<ClusterState>(), services.GetRequiredService<NamespaceLimitsReader>(), services.GetRequiredService<TimeProvider>()));
        AddCertificates(builder.Services, options);
        // The API server has validated what it sends; MVC's own validation would only refuse what its reflection makes nothing of.
        builder.Services.AddControllers(mvc => mvc.ModelValidatorProviders.Clear()).AddApplicationPart(typeof(WebhookHosting).Assembly);
    }

    /// <summary>Over TLS nothing but webhooks, and webhooks over nothing but TLS.</summary>
    public static void MapWebhooks(this WebApplication app)
    {
        app.Use((http, next) =>
        {
            if (http.Request.IsHttps == http.Request.Path.StartsWithSegments(Validating, StringComparison.Ordinal)) return next(http);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        app.MapControllers();
    }

    private static void AddCertificates(IServiceCollection services, WebhookOptions options)
    {
        if (options.CertificateFolder is not null)
        {
            services.AddHostedService<CertificateFolder>();
            return;
        }

        services.AddSingleton<CertificateStore>().AddSingleton<CertificateIssuer>().AddSingleton<KeeperSurroundings>().AddHostedService<CertificateKeeper>();
    }

    private static TlsHandshakeCallbackOptions Handshake(ServingCertificate serving) => new()
    {
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = serving.Current,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        }),
    };

    private static void Listen(KestrelServerOptions kestrel, string host, int port, Action<ListenOptions> configure)
    {
        if (IPAddress.TryParse(host, out var ip)) kestrel.Listen(ip, port, configure);
        else kestrel.ListenAnyIP(port, configure);
    }
}
