using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Objects;
using InferOps.LocalCluster.Api.Storage;
using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Subresources;

/// <summary>Passes <c>pods/log</c> on to the kubelet of the pod's node and streams what it answers.</summary>
internal sealed class LogEndpoint(ServerParts parts)
{
    private static readonly string[] Passed = ["follow", "previous", "sinceSeconds", "sinceTime", "timestamps", "tailLines", "limitBytes"];

    public async Task GetAsync(HttpContext http, ObjectRequest request)
    {
        var pod = parts.Reader.Get(request);
        var container = Container(pod, http.Request.Query["container"].ToString());
        var address = Address(pod, container, http.Request.Query);
        using var message = new HttpRequestMessage(HttpMethod.Get, address);
        using var answer = await AskAsync(message, http.RequestAborted);
        if (!answer.IsSuccessStatusCode)
        {
            var text = await answer.Content.ReadAsStringAsync(http.RequestAborted);
            throw new ApiException((int)answer.StatusCode, answer.StatusCode.ToString(), text.Trim());
        }

        http.Response.ContentType = "text/plain";
        await http.Response.StartAsync(http.RequestAborted);
        await CopyAsync(answer, http.Response, http.RequestAborted);
    }

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        try
        {
            return await parts.KubeletClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException unreachable)
        {
            throw new ApiException(500, "InternalError", $"Get \"{message.RequestUri}\": {unreachable.Message}");
        }
    }

    /// <summary>Each piece is flushed at once: <c>kubectl logs -f</c> shows lines when they are written.</summary>
    private static async Task CopyAsync(HttpResponseMessage answer, HttpResponse response, CancellationToken cancellation)
    {
        await using var source = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await source.ReadAsync(buffer, cancellation)) > 0)
        {
            await response.Body.WriteAsync(buffer.AsMemory(0, read), cancellation);
            await response.Body.FlushAsync(cancellation);
        }
    }

    private static string Container(StoredObject pod, string wanted)
    {
        var names = pod.Root.Items("spec", "containers").Select(container => container.Text("name")!).ToList();
        var initial = pod.Root.Items("spec", "initContainers").Select(container => container.Text("name")!).ToList();
        if (wanted.Length > 0)
        {
            return names.Contains(wanted) || initial.Contains(wanted)
                ? wanted
                : throw ApiException.BadRequest($"container {wanted} is not valid for pod {pod.Key.Name}");
        }

        return names.Count == 1
            ? names[0]
            : throw ApiException.BadRequest($"a container name must be specified for pod {pod.Key.Name}, choose one of: [{string.Join(' ', names)}]");
    }

    private Uri Address(StoredObject pod, string container, IQueryCollection query)
    {
        var nodeName = pod.Root.Text("spec", "nodeName");
        if (string.IsNullOrEmpty(nodeName)) throw ApiException.BadRequest($"pod {pod.Key.Name} does not have a host assigned");
        var node = parts.Store.Find(new ObjectKey("nodes", "", nodeName)) ?? throw ApiException.NotFound(BuiltInTypes.Find("v1", "Node")!, nodeName);
        var host = node.Root.Items("status", "addresses").Where(address => address.Text("type") == "InternalIP").Select(address => address.Text("address")).FirstOrDefault();
        var port = node.Root.Number("status", "daemonEndpoints", "kubeletEndpoint", "Port");
        if (host is null || port is null) throw new ApiException(503, "ServiceUnavailable", $"node {nodeName} has no kubelet endpoint");
        var passed = Passed.Where(query.ContainsKey).Select(name => $"{name}={Uri.EscapeDataString(query[name].ToString())}");
        return new Uri($"http://{host}:{port}/containerLogs/{pod.Key.Namespace}/{pod.Key.Name}/{container}?{string.Join('&', passed)}");
    }
}
