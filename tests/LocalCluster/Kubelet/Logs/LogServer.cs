using System.Globalization;
using System.Net;
using InferOps.LocalCluster.Kubelet.Containers;
using InferOps.LocalCluster.Kubelet.Pods;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InferOps.LocalCluster.Kubelet.Logs;

/// <summary>The kubelet's own HTTP endpoint, one address per simulated node: <c>/containerLogs/{namespace}/{pod}/{container}</c> and <c>/healthz</c>.</summary>
internal sealed class LogServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly Func<string, string, PodAgent?> _find;

    private LogServer(WebApplication app, TimeProvider time, Func<string, string, PodAgent?> find) => (_app, _time, _find) = (app, time, find);

    /// <summary>Address to port.</summary>
    public IReadOnlyDictionary<string, int> Ports => _app.Urls.Select(url => new Uri(url)).ToDictionary(uri => uri.Host, uri => uri.Port);

    /// <param name="addresses">One free port is taken on each.</param>
    /// <param name="time">For <c>sinceSeconds</c>.</param>
    /// <param name="find">Namespace and name to pod.</param>
    public static async Task<LogServer> StartAsync(IEnumerable<string> addresses, TimeProvider time, Func<string, string, PodAgent?> find)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            foreach (var address in addresses) kestrel.Listen(IPAddress.Parse(address), 0);
        });
        var app = builder.Build();
        var server = new LogServer(app, time, find);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // Followers of a log would be waited for.
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext http)
    {
        if (http.Request.Path == "/healthz") await http.Response.WriteAsync("ok");
        else if (http.Request.Path.Value!.Split('/') is ["", "containerLogs", var ns, var pod, var container]) await LogsAsync(http, _find(ns, pod)?.Container(container), pod, container);
        else http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private async Task LogsAsync(HttpContext http, ContainerAgent? agent, string pod, string container)
    {
        var previous = http.Request.Query["previous"] == "true";
        var log = previous ? agent?.PreviousLog : agent?.Log;
        if (log is null)
        {
            http.Response.StatusCode = agent is null ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest;
            await http.Response.WriteAsync(agent switch
            {
                null => $"container \"{container}\" in pod \"{pod}\" not found",
                _ when previous => $"previous terminated container \"{container}\" in pod \"{pod}\" not found",
                { Record.State: ContainerState.Waiting waiting } => $"container \"{container}\" in pod \"{pod}\" is waiting to start: {(waiting.Message.Length > 0 ? waiting.Message : waiting.Reason)}",
                _ => $"container \"{container}\" in pod \"{pod}\" has no log yet",
            });
            return;
        }

        http.Response.ContentType = "text/plain";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await http.Response.StartAsync(http.RequestAborted);
            await LogReader.CopyAsync(log, Query(http.Request.Query), http.Response.Body, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The reader left: nobody is there to be told.
            return;
        }
    }

    private LogQuery Query(IQueryCollection query) => new()
    {
        Follow = query["follow"] == "true",
        Timestamps = query["timestamps"] == "true",
        TailLines = int.TryParse(query["tailLines"], CultureInfo.InvariantCulture, out var tail) && tail >= 0 ? tail : null,
        LimitBytes = long.TryParse(query["limitBytes"], CultureInfo.InvariantCulture, out var limit) ? limit : null,
        Since = long.TryParse(query["sinceSeconds"], CultureInfo.InvariantCulture, out var seconds)
            ? _time.GetUtcNow().AddSeconds(-seconds)
            : DateTimeOffset.TryParse(query["sinceTime"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? since : null,
    };
}
