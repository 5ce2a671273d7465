using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests;

/// <summary>The cluster as the tests read and change it, past the operator.</summary>
internal static class ClusterReading
{
    public static readonly Resource Services = new("inferops.dev", "v1alpha1", "inferenceservices", "InferenceService");
    public static readonly Resource Pools = new("inferops.dev", "v1alpha1", "computepools", "ComputePool", Namespaced: false);
    private static readonly Resource Engines = new("inferops.dev", "v1alpha1", "inferenceengines", "InferenceEngine", Namespaced: false);

    public static Task<JsonObject> CreateAsync(this SandboxEnvironment sandbox, JsonObject manifest) =>
        sandbox.Cluster.Client.CreateAsync(Kind(manifest), manifest, TestContext.Current.CancellationToken);

    /// <summary>A merge patch of an InferenceService in namespace <c>default</c>.</summary>
    public static Task<JsonObject> ChangeAsync(this SandboxEnvironment sandbox, string service, JsonObject patch) =>
        sandbox.Cluster.Client.PatchAsync(Services, $"default/{service}", PatchFormat.Merge, patch, TestContext.Current.CancellationToken);

    /// <summary>The service as soon as a condition has this status and reason.</summary>
    public static async Task<JsonObject> SeeConditionAsync(this SandboxEnvironment sandbox, string service, string condition, string status, string reason)
    {
        await Eventually.SeeAsync(
            async () => (await sandbox.FindAsync(Services, service))?.Condition(condition),
            seen => seen is not null && seen.Text("status") == status && seen.Text("reason") == reason);
        return (await sandbox.FindAsync(Services, service))!;
    }

    public static Task<JsonObject?> FindAsync(this SandboxEnvironment sandbox, Resource resource, string name) =>
        sandbox.Cluster.Client.GetAsync(resource, resource.Namespaced ? "default" : null, name, TestContext.Current.CancellationToken);

    public static async Task<IReadOnlyList<JsonObject>> ListAsync(this SandboxEnvironment sandbox, Resource resource, string? labels = null) =>
        (await sandbox.Cluster.Client.ListAsync(resource, null, new() { LabelSelector = labels }, TestContext.Current.CancellationToken)).Items;

    private static Resource Kind(JsonObject manifest) => manifest.Text("kind") switch
    {
        "InferenceService" => Services,
        "ComputePool" => Pools,
        "InferenceEngine" => Engines,
        "Secret" => Resource.Secrets,
        var kind => throw new NotSupportedException($"The tests create no {kind}."),
    };
}
