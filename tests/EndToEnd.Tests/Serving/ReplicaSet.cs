using System.Text.Json.Nodes;

namespace InferOps.EndToEnd.Tests.Serving;

/// <summary>The pods that serve the quickstart.</summary>
internal static class ReplicaSet
{
    private const string Replicas = "inferops.dev/service=reciter,inferops.dev/component=replica";

    /// <summary>Waits until the service's pods are as wanted, all of them ready and none on its way out.</summary>
    public static Task<HashSet<string>> SettledAsync(ServingSandbox serving, Func<HashSet<string>, bool> wanted) => Eventually.SeeAsync(
        async () =>
        {
            var pods = await serving.Sandbox.Kubectl.ListAsync("pods", ["-l", Replicas], TestContext.Current.CancellationToken);
            return pods.All(Serves) ? pods.Select(pod => (string)pod["metadata"]!["name"]!).ToHashSet() : [];
        }, wanted);

    private static bool Serves(JsonObject pod) =>
        pod["metadata"]!["deletionTimestamp"] is null && (pod["status"]?["conditions"] as JsonArray ?? []).Any(condition => (string?)condition!["type"] == "Ready" && (string?)condition["status"] == "True");
}
