using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Authentication;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using Microsoft.AspNetCore.Http;

namespace InferOps.StandIns.Tests.Kubernetes;

public sealed class ConfigurationTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("standins-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_server_is_trusted_only_with_a_certificate_of_the_configured_authority()
    {
        using var ours = new Authority("ours");
        using var theirs = new Authority("theirs");
        await using var server = await FakeApiServer.StartAsync(context => context.Response.WriteAsync("""{"major":"1"}"""), ours.ServerCertificate());

        Assert.Equal("1", await MajorAsync(WriteKubeconfig(server.Url, ours)));
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => MajorAsync(WriteKubeconfig(server.Url, theirs)));
        Assert.IsType<AuthenticationException>(refused.InnerException);
        Assert.Equal("1", await MajorAsync(WriteKubeconfig(server.Url, authority: null, "insecure-skip-tls-verify: true")));
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_unless_that_name_is_asked_for()
    {
        using var ours = new Authority("ours");
        await using var server = await FakeApiServer.StartAsync(context => context.Response.WriteAsync("""{"major":"1"}"""), ours.ServerCertificate("api.example", loopback: false));

        await Assert.ThrowsAsync<HttpRequestException>(() => MajorAsync(WriteKubeconfig(server.Url, ours)));
        Assert.Equal("1", await MajorAsync(WriteKubeconfig(server.Url, ours, "tls-server-name: api.example")));
    }

    [Fact]
    public async Task A_client_certificate_reaches_the_server()
    {
        using var ours = new Authority("ours");
        var (certificate, key) = ours.Client("CN=admin");
        File.WriteAllText(Path.Combine(folder.FullName, "client.crt"), certificate);
        File.WriteAllText(Path.Combine(folder.FullName, "client.key"), key);
        await using var server = await FakeApiServer.StartAsync(
            context => context.Response.WriteAsync($$"""{"major":"{{context.Connection.ClientCertificate?.Subject}}"}"""), ours.ServerCertificate());

        // Relative paths start at the folder of the kubeconfig.
        Assert.Equal("CN=admin", await MajorAsync(WriteKubeconfig(server.Url, ours, user: "client-certificate: client.crt\n    client-key: client.key")));
    }

    [Fact]
    public async Task A_token_file_is_read_again_after_it_may_have_changed()
    {
        var file = Path.Combine(folder.FullName, "token");
        var time = new VirtualTime();
        var provider = new TokenFileAuth(file, time);

        File.WriteAllText(file, "first\n");
        Assert.Equal("first", await TokenAsync(provider));
        File.WriteAllText(file, "second\n");
        Assert.Equal("first", await TokenAsync(provider));
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("second", await TokenAsync(provider));
    }

    [Fact]
    public async Task A_credential_plugin_is_asked_again_before_its_token_expires()
    {
        var time = new VirtualTime();
        var provider = new ExecTokenProvider(Plugin($$$"""
            n=$(cat {{{folder.FullName}}}/n 2>/dev/null || echo 0); n=$((n+1)); echo $n > {{{folder.FullName}}}/n
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'"$GREETING$n"'","expirationTimestamp":"2026-01-01T01:00:00Z"}}'
            """), time);

        Assert.Equal("hi1", await TokenAsync(provider));
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("hi1", await TokenAsync(provider));
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("hi2", await TokenAsync(provider));
    }

    [Theory]
    [InlineData("echo no >&2; exit 3", "exit code 3: no")]
    [InlineData("echo nonsense", "did not print an ExecCredential")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{}}'""", "neither a token nor a client certificate")]
    public void A_credential_plugin_that_gives_nothing_says_so(string script, string message)
    {
        var error = Assert.Throws<KubeConfigException>(() => KubernetesClientConfiguration.ExecuteExternalCommand(Plugin(script)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_plugin_that_is_missing_says_how_to_install_it()
    {
        var error = Assert.Throws<KubeConfigException>(() => KubernetesClientConfiguration.ExecuteExternalCommand(
            new ExternalExecution { Command = "no-such-plugin-here", ApiVersion = "v1", InstallHint = "Install it." }));

        Assert.EndsWith("Install it.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_cluster_the_service_account_tells_everything()
    {
        using var ours = new Authority("ours");
        File.WriteAllText(Path.Combine(folder.FullName, "ca.crt"), ours.Pem);
        File.WriteAllText(Path.Combine(folder.FullName, "token"), "t");
        File.WriteAllText(Path.Combine(folder.FullName, "namespace"), "inferops-system\n");

        var configuration = KubernetesClientConfiguration.InClusterConfig(
            folder.FullName, name => name == "KUBERNETES_SERVICE_HOST" ? "fd00::1" : "443");

        Assert.Equal("https://[fd00::1]:443", configuration.Host);
        Assert.Equal("inferops-system", configuration.Namespace);
        Assert.IsType<TokenFileAuth>(configuration.TokenProvider);
        Assert.Throws<KubeConfigException>(() => KubernetesClientConfiguration.InClusterConfig(folder.FullName, _ => null!));
    }

    [Theory]
    [InlineData("current-context: absent", "has no context 'absent'")]
    [InlineData("contexts: [", "is not valid")]
    [InlineData("", "is empty")]
    public void A_kubeconfig_that_cannot_be_used_says_why(string content, string message)
    {
        var file = Path.Combine(folder.FullName, "config");
        File.WriteAllText(file, content);

        Assert.Contains(message, Assert.Throws<KubeConfigException>(() => KubernetesClientConfiguration.BuildConfigFromConfigFile(file)).Message, StringComparison.Ordinal);
    }

    private static async Task<string> TokenAsync(ITokenProvider provider) => (await provider.GetAuthenticationHeaderAsync(default)).Parameter!;

    private static async Task<string> MajorAsync(string kubeconfig)
    {
        using var client = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        return (await client.Version.GetCodeAsync()).Major;
    }

    private ExternalExecution Plugin(string script)
    {
        var path = Path.Combine(folder.FullName, "plugin.sh");
        File.WriteAllText(path, script);
        return new ExternalExecution
        {
            ApiVersion = "client.authentication.k8s.io/v1",
            Command = "/bin/sh",
            Arguments = [path],
            EnvironmentVariables = [new() { ["name"] = "GREETING", ["value"] = "hi" }],
        };
    }

    private string WriteKubeconfig(string url, Authority? authority, string cluster = "", string user = "token: t")
    {
        var data = authority is null ? "" : $"certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(authority.Pem))}";
        var path = Path.Combine(folder.FullName, "config");
        File.WriteAllText(path, $"""
            apiVersion: v1
            kind: Config
            current-context: test
            contexts:
            - name: test
              context: {"{"} cluster: test, user: test {"}"}
            clusters:
            - name: test
              cluster:
                server: {url}
                {data}
                {cluster}
            users:
            - name: test
              user:
                {user}
            """);
        return path;
    }
}
