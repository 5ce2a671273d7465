using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using InferOps.Operator.Host.Tests.Live;
using InferOps.Operator.Host.Webhooks;
using InferOps.TestKit;
using Microsoft.Extensions.Logging;

namespace InferOps.Operator.Host.Tests.Webhooks;

public sealed class CertificateRotationTests
{
    private const int Rotations = 3;
    private const int Writes = 100;

    /// <summary>Everything lasts for hours and is renewed at once, so that the one thing under test is the order of the steps and not the speed of this machine.</summary>
    private static WebhookOptions Restless => new()
    {
        Poll = TimeSpan.FromMilliseconds(100),
        AuthorityLifetime = TimeSpan.FromHours(2),
        AuthorityRenewBefore = TimeSpan.FromHours(2) - TimeSpan.FromSeconds(3),
        Settle = TimeSpan.FromMilliseconds(300),
    };

    [Fact]
    public async Task Three_rotations_under_a_stream_of_writes_reject_none_of_them()
    {
        using var logs = new Lines();
        await using var scene = await Scene.StartAsync();
        await using var leader = await WebhookHost.StartAsync(scene.Cluster, Restless, logs);
        await scene.InstallAsync(leader.Port);
        await scene.TrustedAsync();
        await using var standby = await WebhookHost.StartAsync(scene.Cluster, new() { Poll = TimeSpan.FromMilliseconds(100) }, logs, leads: false);
        await standby.ServesAsync();
        await scene.PointToAsync(standby.Port);

        var (authorities, written, refused) = (new HashSet<string>(StringComparer.Ordinal), 0, new List<string>());
        while (authorities.Count <= Rotations || written < Writes)
        {
            authorities.UnionWith((await scene.BundlesAsync()).SelectMany(Authorities));
            var answer = await scene.Api.SendAsync(HttpMethod.Post, Scene.PathOf("InferenceService"), Service($"s{written++}"));
            if (answer.Code != 201) refused.Add(answer.Message);
        }

        Assert.Empty(refused);
        Assert.All(await scene.BundlesAsync(), bundle => Assert.InRange(Authorities(bundle).Count(), 1, 2));
        var secret = (await scene.Api.MustAsync(HttpMethod.Get, $"{Scene.Secrets}/inferops-webhook"))["data"]!;
        Assert.All(new[] { "tls.key", "ca.key" }, key => Assert.DoesNotContain(logs.All, line => line.Contains(KeyText(secret, key), StringComparison.Ordinal)));
        Assert.DoesNotContain(logs.All, line => line.Contains("PRIVATE KEY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Secret_that_was_emptied_and_a_configuration_that_lost_its_bundle_are_filled_again()
    {
        await using var scene = await Scene.StartAsync();
        await using var host = await WebhookHost.StartAsync(scene.Cluster, new() { Poll = TimeSpan.FromMilliseconds(100) });
        await scene.InstallAsync(host.Port);
        await scene.TrustedAsync();
        await scene.Api.MustAsync(HttpMethod.Patch, $"{Scene.Secrets}/inferops-webhook", new JsonObject { ["data"] = null });
        await scene.Api.MustAsync(HttpMethod.Delete, $"{Scene.Configurations}/inferops");
        await scene.ConfigureAsync("Fail");
        await LiveCluster.UntilAsync(
            async () => (await scene.Api.SendAsync(HttpMethod.Post, $"{Scene.PathOf("InferenceService")}?dryRun=All", Service("a"))).Code == 201, "writes pass again");
    }

    [Theory]
    [InlineData("Ignore", 201)]
    [InlineData("Fail", 500)]
    public async Task While_no_webhook_answers_writes_pass_or_fail_by_policy_and_services_can_be_deleted(string policy, int code)
    {
        await using var scene = await Scene.StartAsync();
        await scene.Api.MustAsync(HttpMethod.Post, Scene.PathOf("InferenceService"), Service("old"));
        await scene.InstallAsync(port: 9, policy);
        Assert.Equal(code, (await scene.Api.SendAsync(HttpMethod.Post, Scene.PathOf("InferenceService"), Service("new"))).Code);
        await scene.Api.MustAsync(HttpMethod.Patch, $"{Scene.PathOf("InferenceService", "old")}/status", new JsonObject { ["status"] = new JsonObject { ["replicas"] = 1 } });
        await scene.Api.MustAsync(HttpMethod.Delete, Scene.PathOf("InferenceService", "old"));
    }

    [Fact]
    public async Task Files_that_someone_else_keeps_are_served_and_read_again_when_they_change()
    {
        var folder = Directory.CreateTempSubdirectory("inferops-tls-").FullName;
        try
        {
            var options = new WebhookOptions { Poll = TimeSpan.FromMilliseconds(100), CertificateFolder = folder };
            await using var scene = await Scene.StartAsync();
            await using var host = await WebhookHost.StartAsync(scene.Cluster, options);
            await scene.InstallAsync(host.Port);
            for (var round = 0; round < 2; round++)
            {
                var made = new Certificates.CertificateIssuer(options).Begin("inferops-webhook.default.svc", TimeProvider.System.GetUtcNow());
                await File.WriteAllTextAsync(Path.Combine(folder, "tls.crt"), made.Certificate, LiveCluster.Cancellation);
                await File.WriteAllTextAsync(Path.Combine(folder, "tls.key"), made.Key, LiveCluster.Cancellation);
                await scene.TrustAsync(made.Authorities);
                await LiveCluster.UntilAsync(
                    async () => (await scene.Api.SendAsync(HttpMethod.Post, $"{Scene.PathOf("InferenceService")}?dryRun=All", Service("a"))).Code == 201, "the new certificate is served");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static JsonObject Service(string name) => Yaml.Read($"{"{"}apiVersion: inferops.dev/v1alpha1, kind: InferenceService, metadata: {"{"}name: {name}{"}"}, spec: {"{"}model: {"{"}uri: file:///m.gguf{"}"}{"}"}{"}"}")[0];

    private static IEnumerable<string> Authorities(string bundle)
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPem(bundle);
        return found.Select(authority => authority.Thumbprint);
    }

    /// <summary>A line from the middle of a key.</summary>
    private static string KeyText(JsonNode data, string key) => Encoding.UTF8.GetString(Convert.FromBase64String((string)data[key]!)).Split('\n')[1];

    /// <summary>Everything that was logged, at every level.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> All => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
