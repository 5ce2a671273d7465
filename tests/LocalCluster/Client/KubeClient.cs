using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Client;

/// <summary>
/// A typeless client of the Kubernetes API over HTTPS: objects are <see cref="JsonObject"/>s. It shares nothing with the product's client, so what
/// it sees is independent evidence.
/// </summary>
/// <remarks>Every call throws <see cref="KubeApiException"/> on a refusal and <see cref="HttpRequestException"/> when the server is unreachable.</remarks>
public sealed partial class KubeClient(Kubeconfig config, string userAgent = "localcluster") : IDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = KubeTransport.Connect(config, userAgent);

    public Kubeconfig Config => config;

    /// <summary>The object, or null when there is none.</summary>
    public async Task<JsonObject?> GetAsync(Resource resource, string? ns, string name, CancellationToken cancellation)
    {
        try
        {
            return await SendAsync(HttpMethod.Get, resource.Item(ns, name), null, cancellation);
        }
        catch (KubeApiException refusal) when (refusal.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>All objects, fetched in pages of 500 that together are one consistent snapshot.</summary>
    public async Task<ResourceList> ListAsync(Resource resource, string? ns, ListQuery query, CancellationToken cancellation)
    {
        List<JsonObject> items = [];
        string? next = null;
        while (true)
        {
            var path = resource.Collection(ns) + query.Text(("limit", "500"), ("continue", next));
            var page = await SendAsync(HttpMethod.Get, path, null, cancellation);
            items.AddRange(page.Objects("items").Select(item => Typed(item.Copy(), resource)));
            next = page.Text("metadata", "continue") is { Length: > 0 } token ? token : null;
            if (next is null) return new ResourceList(items, page.Text("metadata", "resourceVersion") ?? "0");
        }
    }

    public Task<JsonObject> CreateAsync(Resource resource, JsonObject obj, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, resource.Collection(obj.Namespace), Json(obj), cancellation);

    /// <summary>Posts to a subresource such as <c>binding</c> or <c>eviction</c>.</summary>
    public Task<JsonObject> CreateAsync(Resource resource, string? ns, string name, string subresource, JsonObject obj, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, resource.Item(ns, name, subresource), Json(obj), cancellation);

    /// <summary>Replaces an object; refused with a conflict when its resource version is no longer current.</summary>
    public Task<JsonObject> UpdateAsync(Resource resource, JsonObject obj, CancellationToken cancellation) => UpdateAsync(resource, obj, null, cancellation);

    public Task<JsonObject> UpdateStatusAsync(Resource resource, JsonObject obj, CancellationToken cancellation) =>
        UpdateAsync(resource, obj, "status", cancellation);

    public Task<JsonObject> PatchAsync(Resource resource, string key, PatchFormat format, JsonNode patch, CancellationToken cancellation)
    {
        var (ns, name) = ObjectMeta.SplitKey(key);
        var type = format switch
        {
            PatchFormat.Json => "application/json-patch+json",
            PatchFormat.Merge => "application/merge-patch+json",
            PatchFormat.Strategic => "application/strategic-merge-patch+json",
            _ => "application/apply-patch+yaml",
        };
        var query = format == PatchFormat.Apply ? "?fieldManager=localcluster&force=true" : "";
        return SendAsync(HttpMethod.Patch, resource.Item(ns, name) + query, Content(patch, type), cancellation);
    }

    /// <summary>Asks for deletion; false when there is no such object. A <paramref name="uid"/> guards against deleting a namesake.</summary>
    public async Task<bool> DeleteAsync(Resource resource, string? ns, string name, DeleteOptions options, CancellationToken cancellation)
    {
        try
        {
            await SendAsync(HttpMethod.Delete, resource.Item(ns, name), Json(options.ToJson()), cancellation);
            return true;
        }
        catch (KubeApiException refusal) when (refusal.IsNotFound)
        {
            return false;
        }
    }

    /// <summary>One request to any path, such as discovery; the answer parsed.</summary>
    public async Task<JsonObject> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(RequestTimeout);
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Accept.ParseAdd("application/json");
        try
        {
            using var response = await _http.SendAsync(request, timeout.Token);
            var text = await response.Content.ReadAsStringAsync(timeout.Token);
            if (!response.IsSuccessStatusCode) throw KubeApiException.From(response.StatusCode, text, $"{method} {path}");
            return JsonNode.Parse(text) as JsonObject ?? throw new KubeApiException(response.StatusCode, "Invalid", $"{method} {path}: not an object");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new KubeApiException(HttpStatusCode.RequestTimeout, "Timeout", $"{method} {path}: no answer within {RequestTimeout.TotalSeconds:0} s");
        }
    }

    public void Dispose() => _http.Dispose();

    private Task<JsonObject> UpdateAsync(Resource resource, JsonObject obj, string? subresource, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Put, resource.Item(obj.Namespace, obj.Name, subresource), Json(obj), cancellation);

    private static StringContent Json(JsonNode node) => Content(node, "application/json");

    private static StringContent Content(JsonNode node, string type) => new(node.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(type));

    // Items of a list carry no type of their own; everything else does.
    private static JsonObject Typed(JsonObject item, Resource resource)
    {
        item["apiVersion"] ??= resource.ApiVersion;
        item["kind"] ??= resource.Kind;
        return item;
    }
}
