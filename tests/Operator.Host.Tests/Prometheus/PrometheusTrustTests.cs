using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography.X509Certificates;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Host.Prometheus;
using InferOps.Operator.Host.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferOps.Operator.Host.Tests.Prometheus;

/// <summary>A Prometheus behind TLS, client certificates and tenants: a real HTTPS server on loopback.</summary>
public sealed class PrometheusTrustTests : IDisposable
{
    private const string NoTrust = "no trust: check the authority, the name in the URL and the client certificate";
    private const string Empty = """{"status":"success","data":{"resultType":"vector","result":[]}}""";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-trust-");
    private readonly Authority _ours = new("ours"), _theirs = new("theirs");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _ours.Dispose();
        _theirs.Dispose();
    }

    [Fact]
    public async Task The_tenant_goes_with_every_query()
    {
        var seen = "";
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            seen = context.Request.Headers["THANOS-TENANT"].ToString();
            return context.Response.WriteAsync(Empty);
        });
        Assert.Null(await AskAsync(new() { Url = server.Url, Headers = new Dictionary<string, string> { ["THANOS-TENANT"] = "inference" } }));
        Assert.Equal("inference", seen);
    }

    [Fact]
    public async Task Only_whom_the_given_authority_vouches_for_is_believed()
    {
        await using var server = await ServeAsync(_ours.Issue("prometheus"));
        Assert.Null(await AskAsync(new() { Url = server.Url, CaFile = Write("ca.crt", _ours.Pem) }));
        Assert.Equal(NoTrust, await AskAsync(new() { Url = server.Url, CaFile = Write("ca.crt", _theirs.Pem) }));
        // The authorities of the machine know neither.
        Assert.Equal(NoTrust, await AskAsync(new() { Url = server.Url }));
        // The right authority does not make up for the wrong name.
        Assert.Equal(NoTrust, await AskAsync(new() { Url = new($"https://localhost:{server.Url.Port}/"), CaFile = Write("ca.crt", _ours.Pem) }));
    }

    [Fact]
    public async Task Both_ends_follow_rotation_without_a_restart()
    {
        using var prometheus = _ours.Issue("prometheus");
        var presented = "";
        await using var server = await ServeAsync(prometheus, client => presented = client.GetNameInfo(X509NameType.SimpleName, false));
        var options = new PrometheusOptions { Url = server.Url, CaFile = Write("ca.crt", _theirs.Pem), CertificateFile = Present(_theirs, "one"), KeyFile = Path("tls.key") };
        using var connection = new PrometheusConnection(options);
        var client = new PrometheusClient(connection, options, NullLogger<PrometheusClient>.Instance);

        Assert.Equal(NoTrust, (await client.AskAsync([new(Signal.GeneratedTokens, "up")], Cancellation)).Failure!.Words);
        // While an authority is replaced, both are in the file.
        Write("ca.crt", _theirs.Pem + "\n" + _ours.Pem);
        Assert.Null((await client.AskAsync([new(Signal.GeneratedTokens, "up")], Cancellation)).Failure);
        Assert.Equal("one", presented);
        Present(_theirs, "two");
        Assert.Null((await client.AskAsync([new(Signal.GeneratedTokens, "up")], Cancellation)).Failure);
        Assert.Equal("two", presented);
    }

    [Fact]
    public async Task A_file_that_is_broken_or_gone_is_told()
    {
        await using var server = await ServeAsync(_ours.Issue("prometheus"));
        var certificate = Present(_ours, "operator");
        using var other = _ours.Issue("other");
        Write("tls.key", other.GetECDsaPrivateKey()!.ExportECPrivateKeyPem());
        Assert.Equal(
            "the authority or the client certificate is no PEM, or the key is not the certificate's",
            await AskAsync(new() { Url = server.Url, CaFile = Write("ca.crt", _ours.Pem), CertificateFile = certificate, KeyFile = Path("tls.key") }));
        Assert.Equal(
            "a file with the token, the authority or the client certificate cannot be read",
            await AskAsync(new() { Url = server.Url, CaFile = Path("nowhere") }));
    }

    [Fact]
    public void Options_that_cannot_work_are_refused_at_start()
    {
        Assert.Empty(Refusals(new() { PrometheusCertificateFile = "a", PrometheusKeyFile = "b", PrometheusHeaders = { ["X-Scope-OrgID"] = "a" } }));
        Assert.Equal("PrometheusCertificateFile and PrometheusKeyFile are needed together.", Refusals(new() { PrometheusCertificateFile = "a" }).Single());
        Assert.Equal("PrometheusHeaders: Content-Type is no header of a request.", Refusals(new() { PrometheusHeaders = { ["Content-Type"] = "a" } }).Single());
    }

    private static List<string?> Refusals(OperatorOptions options)
    {
        var refusals = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), refusals, validateAllProperties: true);
        return [.. refusals.Select(refusal => refusal.ErrorMessage)];
    }

    private static Task<LoopbackServer> ServeAsync(X509Certificate2 certificate, Action<X509Certificate2>? client = null) => LoopbackServer.StartAsync(
        context =>
        {
            if (context.Connection.ClientCertificate is { } presented) client?.Invoke(presented);
            return context.Response.WriteAsync(Empty);
        },
        new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificate,
            ClientCertificateMode = client is null ? ClientCertificateMode.NoCertificate : ClientCertificateMode.RequireCertificate,
            ClientCertificateValidation = (_, _, _) => true,
        });

    private static async Task<string?> AskAsync(PrometheusOptions options)
    {
        using var connection = new PrometheusConnection(options);
        return (await new PrometheusClient(connection, options, NullLogger<PrometheusClient>.Instance).AskAsync([new(Signal.GeneratedTokens, "up")], Cancellation)).Failure?.Words;
    }

    private string Present(Authority authority, string name)
    {
        using var certificate = authority.Issue(name);
        Write("tls.key", certificate.GetECDsaPrivateKey()!.ExportECPrivateKeyPem());
        return Write("tls.crt", certificate.ExportCertificatePem());
    }

    private string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(Path(name), text);
        return Path(name);
    }
}
