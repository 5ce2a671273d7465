using System.Net;
using System.Security.Authentication;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Metrics;
using InferOps.LocalCluster.Pki;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace InferOps.LocalCluster.Api;

/// <summary>
/// A Kubernetes API server in this process: HTTPS on a loopback address, objects in memory, gone when disposed. Real kubectl and helm work
/// against it.
/// </summary>
public sealed class ApiServer : IAsyncDisposable
{
    private static readonly string[] ServerNames = ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"];
    private readonly ServerParts parts;
    private readonly WebApplication application;
    private readonly CancellationTokenSource stopping;

    private ApiServer(ServerParts parts, WebApplication application, CancellationTokenSource stopping)
    {
        this.parts = parts;
        this.application = application;
        this.stopping = stopping;
    }

    /// <summary>Address clients connect to, such as <c>https://127.0.0.1:6443</c>.</summary>
    public Uri Url => new(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What clients verify the server's certificate against.</summary>
    public string CertificateAuthorityPem => parts.Authority.Pem;

    /// <summary>What was asked of the server so far.</summary>
    public RequestCounts RequestCounts => parts.Counts;

    /// <summary>Starts a server; it answers when this returns.</summary>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<ApiServer> StartAsync(ApiServerOptions options, CancellationToken cancellation)
    {
        var parts = new ServerParts(options);
        var stopping = new CancellationTokenSource();
        var application = Build(parts, stopping.Token);
        var server = new ApiServer(parts, application, stopping);
        try
        {
            await Bootstrap.BootstrapObjects.CreateAsync(parts, cancellation);
            await application.StartAsync(cancellation);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Text of a kubeconfig for a user with a client certificate.</summary>
    public string Kubeconfig(string userName, params IEnumerable<string> groups) =>
        Pki.Kubeconfig.Write(parts.Options.ClusterName, Url.GetLeftPart(UriPartial.Authority), parts.Authority.Pem, userName, parts.Authority.IssueClient(userName, groups));

    /// <summary>Writes <see cref="Kubeconfig"/> to a file only its owner can read.</summary>
    public void WriteKubeconfig(string path, string userName, params IEnumerable<string> groups)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, options);
        file.Write(Kubeconfig(userName, groups));
    }

    /// <summary>A bearer token for a user, valid while the server lives.</summary>
    public string Token(string userName, params IEnumerable<string> groups) => parts.StaticTokens.Issue(userName, groups);

    /// <summary>Forgets the history that watches resume from, so that every older one gets 410 Gone.</summary>
    public void CompactHistory() => parts.Store.Compact();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await application.DisposeAsync();
        parts.Dispose();
        stopping.Dispose();
    }

    private static WebApplication Build(ServerParts parts, CancellationToken stopping)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var certificate = parts.Authority.IssueServer([parts.Options.Address, IPAddress.Loopback], ServerNames);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(parts.Options.Address, parts.Options.Port, listen => listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                // Whose certificate it is is decided per request, where a refusal can be a Status.
                https.ClientCertificateValidation = (_, _, _) => true;
            }));
        });
        var application = builder.Build();
        var pipeline = new RequestPipeline(parts, new ResourceEndpoint(parts, stopping), new PathEndpoint(parts), parts.Options.Log);
        application.Run(pipeline.HandleAsync);
        return application;
    }
}
