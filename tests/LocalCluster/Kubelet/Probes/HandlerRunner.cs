using System.Net.Sockets;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Launch;

namespace InferOps.LocalCluster.Kubelet.Probes;

/// <summary>Runs one handler of a probe or a lifecycle hook: <c>httpGet</c>, <c>tcpSocket</c>, <c>exec</c> or <c>sleep</c>.</summary>
internal sealed class HandlerRunner(TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        // Like the real kubelet: a probe asks whether the server answers, not who it is.
#pragma warning disable CA5359
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Null on success, else what failed, in the words of the real kubelet.</summary>
    public async Task<string?> RunAsync(JsonNode handler, HandlerTarget target, CancellationToken cancellation)
    {
        if (handler["httpGet"] is { } http) return await HttpAsync(http, target, cancellation);
        if (handler["tcpSocket"] is { } tcp) return await TcpAsync(tcp, target, cancellation);
        if (handler["exec"] is { } exec) return await ExecHandler.RunAsync(LaunchPlanner.Exec(target.Plan, target.Paths, exec.Texts("command")), target.Guard, cancellation);
        if (handler.Whole("sleep", "seconds") is { } seconds)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), time, cancellation);
            return null;
        }

        return "unsupported handler: only httpGet, tcpSocket, exec and sleep";
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> HttpAsync(JsonNode http, HandlerTarget target, CancellationToken cancellation)
    {
        var scheme = (http.Text("scheme") ?? "HTTP").ToLowerInvariant();
        var path = http.Text("path") is { Length: > 0 } given ? given : "/";
        var uri = new Uri($"{scheme}://{http.Text("host") ?? target.PodIp}:{Port(http, target)}{(path.StartsWith('/') ? path : "/" + path)}");
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.UserAgent.ParseAdd("kube-probe/1.32");
        foreach (var header in http.Objects("httpHeaders")) request.Headers.TryAddWithoutValidation(header.Text("name")!, header.Text("value"));
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return (int)response.StatusCode is >= 200 and < 400 ? null : $"HTTP probe failed with statuscode: {(int)response.StatusCode}";
        }
        catch (HttpRequestException error)
        {
            return $"Get \"{uri}\": {error.Message}";
        }
    }

    private static async Task<string?> TcpAsync(JsonNode tcp, HandlerTarget target, CancellationToken cancellation)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(tcp.Text("host") ?? target.PodIp, Port(tcp, target), cancellation);
            return null;
        }
        catch (SocketException error)
        {
            return $"dial tcp {target.PodIp}:{Port(tcp, target)}: {error.Message}";
        }
    }

    private static int Port(JsonNode handler, HandlerTarget target)
    {
        if (handler.Whole("port") is { } number) return (int)number;
        var name = handler.Text("port");
        if (int.TryParse(name, out var parsed)) return parsed;
        return (int)(target.Container.Objects("ports").FirstOrDefault(port => port.Text("name") == name)?.Whole("containerPort")
            ?? throw new ConfigException($"container has no port named \"{name}\""));
    }
}
