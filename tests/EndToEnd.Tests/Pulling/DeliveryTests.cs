using System.Security.Cryptography;
using System.Text;
using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Pulling;

/// <summary>From a bucket that wants keys to replicas that serve, with everything in between that could tell the keys.</summary>
public sealed class DeliveryTests
{
    private const string Key = "hunter2/must+not+be+seen";

    /// <summary>What Signature Version 4 ends with: whoever sees it can fetch for as long as it is valid. Other programs have options that end in the same word.</summary>
    private const string Signature = "Signature=[0-9a-fA-F]{64}";

    [Fact]
    public async Task Replicas_of_a_node_pull_once_with_keys_that_nobody_sees()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var store = await ObjectStore.StartAsync();
        await using var sandbox = await SandboxEnvironment.StartAsync(new() { GpuNodes = [("onprem", 2)] }, cancellationToken);
        var commands = new HashSet<string>();
        var refused = await sandbox.Kubectl.TryAsync(["apply", "-f", "-"], Service(store.Address, sha256: null), cancellationToken);
        Assert.Contains("give sha256", refused.Error, StringComparison.Ordinal);

        await sandbox.Kubectl.ApplyAsync(Secret, cancellationToken);
        await sandbox.Kubectl.ApplyAsync(Pool, cancellationToken);
        await sandbox.Kubectl.ApplyAsync(Service(store.Address, Convert.ToHexStringLower(SHA256.HashData(store.Model))), cancellationToken);
        await Eventually.SeeAsync(
            async () =>
            {
                commands.UnionWith(CommandLines());
                return (string?)(await sandbox.FindAsync(ClusterReading.Services, "chat"))?["status"]?["readyReplicas"]?.ToJsonString();
            },
            ready => ready == "2");

        Assert.Equal(store.Model.Length, store.BytesSent);
        Assert.Contains(commands, command => command.Contains("pull\0--uri\0s3://", StringComparison.Ordinal));
        var seen = new StringBuilder().AppendJoin('\n', commands);
        foreach (var kinds in new[] { "pods,deployments,replicasets,events", "infsvc,cpool" })
            seen.AppendLine(await sandbox.Kubectl.RunAsync(["get", kinds, "-A", "-o", "yaml"], cancellationToken: cancellationToken));
        seen.AppendLine(await LogsAsync(sandbox, "default", "inferops.dev/service=chat"));
        seen.AppendLine(await LogsAsync(sandbox, SandboxEnvironment.OperatorNamespace, "app.kubernetes.io/name=inferops"));
        Assert.Contains("is already here", seen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", seen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)), seen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotMatch(Signature, seen.ToString());
    }

    private const string Secret = $$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: store, namespace: default}
        stringData: {AWS_ACCESS_KEY_ID: {{ObjectStore.KeyId}}, AWS_SECRET_ACCESS_KEY: "{{Key}}"}
        """;

    private const string Pool = """
        apiVersion: inferops.dev/v1alpha1
        kind: ComputePool
        metadata: {name: onprem}
        spec:
          type: OnPremises
          nodeSelector: {inferops.dev/pool-name: onprem}
          tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]
          gpu: {product: NVIDIA-L40S, memory: 48Gi}
          modelCache: {hostPath: /var/cache/models, sizeLimit: 1Gi}
        """;

    private static string Service(string uri, string? sha256) => $$"""
        apiVersion: inferops.dev/v1alpha1
        kind: InferenceService
        metadata: {name: chat, namespace: default}
        spec:
          model: {uri: "{{uri}}", credentialsSecret: store{{(sha256 is null ? "" : $", sha256: \"{sha256}\"")}}}
          engine: {contextTokens: 512, parallelSequences: 2}
          resources: {cpu: 100m, memory: 256Mi}
          scaling: {mode: "Off", replicas: 2}
          rollout: {drainTimeout: 1s}
        """;

    private static Task<string> LogsAsync(SandboxEnvironment sandbox, string @namespace, string selector) => sandbox.Kubectl.RunAsync(
        ["logs", "-n", @namespace, "-l", selector, "--all-containers", "--prefix", "--tail=-1"], cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>What any process of this machine was started with.</summary>
    private static IEnumerable<string> CommandLines()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            string? line = null;
            try
            {
                line = File.ReadAllText(Path.Combine(process, "cmdline"));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }

            if (line is not null) yield return line;
        }
    }
}
