using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferOps.LocalCluster.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace InferOps.Sandbox.Monitoring;

/// <summary>
/// Kubernetes service discovery for a Prometheus that was built without it, as Debian's is: pods of the cluster as HTTP discovery targets, with the very
/// labels that <c>kubernetes_sd_configs</c> with role <c>pod</c> gives them. Relabelling is the same for both.
/// </summary>
internal sealed partial class PodDiscovery : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PodDiscovery(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<PodDiscovery> StartAsync(KubeClient client, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/", async (CancellationToken cancelled) =>
        {
            var pods = await client.ListAsync(Resource.Pods, null, ListQuery.All, cancelled);
            return TypedResults.Text(new JsonArray([.. pods.Items.SelectMany(Targets)]).ToJsonString(), "application/json");
        });
        await app.StartAsync(cancellationToken);
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>One target for each declared port of each container of a pod that has an address.</summary>
    private static IEnumerable<JsonNode> Targets(JsonObject pod)
    {
        if ((string?)pod["status"]?["podIP"] is not { Length: > 0 } address || (string?)pod["status"]?["phase"] is "Succeeded" or "Failed") yield break;
        foreach (var container in (pod["spec"]!["containers"] as JsonArray ?? []).OfType<JsonObject>())
        foreach (var port in (container["ports"] as JsonArray ?? []).OfType<JsonObject>())
            yield return new JsonObject { ["targets"] = new JsonArray($"{address}:{port["containerPort"]}"), ["labels"] = Labels(pod, port) };
    }

    private static JsonObject Labels(JsonObject pod, JsonObject port)
    {
        var labels = new JsonObject
        {
            ["__meta_kubernetes_namespace"] = (string?)pod["metadata"]!["namespace"],
            ["__meta_kubernetes_pod_name"] = (string?)pod["metadata"]!["name"],
            ["__meta_kubernetes_pod_container_port_name"] = (string?)port["name"] ?? "",
        };
        foreach (var (kind, map) in new[] { ("label", pod["metadata"]!["labels"]), ("annotation", pod["metadata"]!["annotations"]) })
        foreach (var (name, value) in map as JsonObject ?? [])
            labels[$"__meta_kubernetes_pod_{kind}_{NotInLabelNames().Replace(name, "_")}"] = (string?)value;
        return labels;
    }

    [GeneratedRegex("[^a-zA-Z0-9_]")]
    private static partial Regex NotInLabelNames();
}
