using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace InferOps.Runtime.Bench.Tests;

/// <summary>Answers completions as a test says, on loopback, and remembers what was asked.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<JsonNode> _asked = [];
    private int _running;

    private ScriptedServer(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapFallback(context => AnswerAsync(context, answer));
    }

    public Uri Address => new(_app.Urls.First());

    public IReadOnlyList<JsonNode> Asked => _asked;

    public List<string?> Keys { get; } = [];

    public List<string> Paths { get; } = [];

    /// <summary>The most requests that ran at one time.</summary>
    public int Peak { get; private set; }

    /// <summary>Requests whose client went away before the answer was complete.</summary>
    public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<ScriptedServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var server = new ScriptedServer(answer);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Streams these events, one write each.</summary>
    public static Task<ScriptedServer> StreamingAsync(params string[] events) => StartAsync(context => WriteAsync(context, events));

    public static async Task WriteAsync(HttpContext context, params string[] events)
    {
        if (!context.Response.HasStarted) context.Response.ContentType = "text/event-stream";
        foreach (var one in events)
        {
            await context.Response.WriteAsync($"data: {one}\n\n");
            await context.Response.Body.FlushAsync();
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, Func<HttpContext, Task> answer)
    {
        var body = (await JsonSerializer.DeserializeAsync<JsonNode>(context.Request.Body))!;
        context.RequestAborted.Register(() => Left.TrySetResult());
        lock (_asked)
        {
            _asked.Add(body);
            Keys.Add(context.Request.Headers.Authorization.ToString());
            Paths.Add(context.Request.Path);
            Peak = Math.Max(Peak, ++_running);
        }

        try
        {
            await answer(context);
        }
        finally
        {
            lock (_asked) _running--;
        }
    }
}
