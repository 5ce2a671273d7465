using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Client;

public sealed partial class KubeClient
{
    // The server ends a watch after this long; the client then resumes. A little later the client itself gives up on a dead connection.
    private const int WatchSeconds = 290;

    /// <summary>
    /// The changes after <paramref name="resourceVersion"/>, bookmarks included, until the server ends the watch.
    /// </summary>
    /// <exception cref="KubeApiException"><see cref="KubeApiException.IsGone"/> when the version is no longer remembered.</exception>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        Resource resource, string? ns, ListQuery query, string resourceVersion, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var path = resource.Collection(ns) + query.Text(
            ("watch", "true"), ("allowWatchBookmarks", "true"), ("resourceVersion", resourceVersion), ("timeoutSeconds", $"{WatchSeconds}"));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(WatchSeconds + 20));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        if (!response.IsSuccessStatusCode)
            throw KubeApiException.From(response.StatusCode, await response.Content.ReadAsStringAsync(deadline.Token), $"GET {path}");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(deadline.Token));
        while (await reader.ReadLineAsync(deadline.Token) is { } line)
            if (line.Length > 0) yield return Parse(line, path);
    }

    private static WatchEvent Parse(string line, string path)
    {
        var frame = JsonNode.Parse(line) as JsonObject ?? throw new JsonException($"GET {path}: a watch frame that is not an object.");
        var obj = frame["object"] as JsonObject ?? throw new JsonException($"GET {path}: a watch frame without an object.");
        frame.Remove("object");
        return frame.Text("type") switch
        {
            "ADDED" => new WatchEvent(WatchEventType.Added, obj),
            "MODIFIED" => new WatchEvent(WatchEventType.Modified, obj),
            "DELETED" => new WatchEvent(WatchEventType.Deleted, obj),
            "BOOKMARK" => new WatchEvent(WatchEventType.Bookmark, obj),
            "ERROR" => throw KubeApiException.From((HttpStatusCode)(obj.Whole("code") ?? 500), obj.ToJsonString(), $"GET {path}"),
            var other => throw new JsonException($"GET {path}: a watch frame of type {other}."),
        };
    }
}
