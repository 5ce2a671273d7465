using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.BadInput;

/// <summary>What kubectl or the API server refuses before the operator sees it. Words are from what the user reads.</summary>
public sealed class RefusedByTheApiTests(ApiOnlySandbox api) : IClassFixture<ApiOnlySandbox>
{
    public static TheoryData<string, string, string[]> Rows => new()
    {
        {
            "a field nobody knows",
            Service("""{model: {uri: "file:///m.gguf"}, scaling: {minReplica: 1}}"""),
            ["spec", "scaling", "minReplica"]
        },
        {
            "more replicas at least than at most",
            Service("""{model: {uri: "file:///m.gguf"}, scaling: {minReplicas: 5, maxReplicas: 2}}"""),
            ["spec.scaling", "minReplicas is above maxReplicas; raise maxReplicas or lower minReplicas"]
        },
        {
            "a negative cost",
            Pool("""{type: Cloud, nodeSelector: {pool: x}, gpu: {product: L40S, memory: 48Gi}, cost: {gpuHour: "-1"}}"""),
            ["spec.cost.gpuHour", "-1"]
        },
        {
            "a rented pool without a price",
            Pool("""{type: Cloud, nodeSelector: {pool: x}, gpu: {product: L40S, memory: 48Gi}}"""),
            ["a Dedicated or Cloud pool needs cost.gpuHour"]
        },
        {
            "an address without a scheme",
            Service("""{model: {uri: "m.gguf"}}"""),
            ["spec.model.uri", "m.gguf"]
        },
        {
            "an address with a password in it",
            Service("""{model: {uri: "https://user:secret@host/m.gguf"}}"""),
            ["spec.model.uri", "carries credentials"]
        },
        {
            "a duration out of range",
            Service("""{model: {uri: "file:///m.gguf"}, rollout: {drainTimeout: 5h}}"""),
            ["spec.rollout.drainTimeout", "write a duration from 0s to 4h"]
        },
        {
            "a replica without memory",
            Service("""{model: {uri: "file:///m.gguf"}, resources: {memory: 0}}"""),
            ["spec.resources.memory", "write a quantity above zero"]
        },
        {
            "a name that no Service may have",
            Service("""{model: {uri: "file:///m.gguf"}}""").Replace("name: refused", "name: 7b-chat", StringComparison.Ordinal),
            ["metadata.name is the name of a Service, too"]
        },
        {
            "a policy nobody knows",
            Service("""{model: {uri: "file:///m.gguf"}, placement: {policy: Cheapest}}"""),
            ["spec.placement.policy", "Cheapest", "LeastCost"]
        },
        {
            "no model",
            Service("""{scaling: {minReplicas: 1}}"""),
            ["required", "model", "spec"]
        },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Refuses(string what, string yaml, string[] words)
    {
        foreach (var options in new[] { Array.Empty<string>(), ["--server-side"] })
        {
            var answer = await api.Environment.Kubectl.TryAsync(["apply", .. options, "-f", "-"], yaml, TestContext.Current.CancellationToken);

            Assert.True(answer.ExitCode != 0, $"{what} was accepted: {answer.Output}");
            // Today's kubectl shows the server's words, one of 2021 checks by itself and says the same in its own.
            Assert.All(words, word => Assert.Contains(word, answer.Error, StringComparison.OrdinalIgnoreCase));
        }
    }

    private static string Service(string spec) => Manifest("InferenceService", spec);

    private static string Pool(string spec) => Manifest("ComputePool", spec);

    private static string Manifest(string kind, string spec) => $$"""
        apiVersion: inferops.dev/v1alpha1
        kind: {{kind}}
        metadata: {name: refused}
        spec: {{spec}}
        """;
}
