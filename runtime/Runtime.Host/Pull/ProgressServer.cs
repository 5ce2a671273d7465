using System.Net;
using System.Text.Json;
using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Host.Pull;

/// <summary>Says over HTTP how far a pull is, to who may not read its log: the operator.</summary>
internal sealed class ProgressServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<PullProgress> _progress;

    private ProgressServer(Func<PullProgress> progress) => _progress = progress;

    /// <returns>Null where it cannot be served: a pull does not fail for want of somebody to tell.</returns>
    public static ProgressServer? Start(string host, PullLog log)
    {
        var server = new ProgressServer(() => log.Latest);
        try
        {
            server._listener.Prefixes.Add($"http://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{RuntimeEndpoints.PullPort}{RuntimeEndpoints.Pull}/");
            server._listener.Start();
        }
        catch (Exception failure) when (failure is HttpListenerException or System.Net.Sockets.SocketException)
        {
            log.Line($"progress is not served at {host}:{RuntimeEndpoints.PullPort}: {failure.Message}");
            server.Dispose();
            return null;
        }

        _ = server.AnswerAsync();
        return server;
    }

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                context.Response.ContentType = "application/json";
                context.Response.Close(JsonSerializer.SerializeToUtf8Bytes(_progress(), PullProgressJson.Default.PullProgress), willBlock: true);
            }
            catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // Who asked has left, or the pull is over.
            }
        }
    }
}
