using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace InferOps.Runtime.Host.Tests.Pull;

/// <summary>A web server on loopback that gives one file, and misbehaves as told.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private byte[] _file;

    private ModelServer(byte[] file)
    {
        _file = file;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Tag { get; set; } = "\"v1\"";

    /// <summary>Cuts every answer after this many bytes.</summary>
    public int CutAfter { get; set; } = int.MaxValue;

    /// <summary>Status to give instead of the file, for as many requests.</summary>
    public (int Status, int Times) Refuse { get; set; }

    public bool Ranges { get; set; } = true;

    public string? Token { get; set; }

    public List<string> Requests { get; } = [];

    public long BytesSent { get; private set; }

    public string Url => _app.Urls.First() + "/models/m.gguf";

    public Uri Root => new(_app.Urls.First());

    public static async Task<ModelServer> StartAsync(byte[] file)
    {
        var server = new ModelServer(file);
        await server._app.StartAsync();
        return server;
    }

    public void Replace(byte[] file, string tag) => (_file, Tag) = (file, tag);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        lock (Requests) Requests.Add($"{context.Request.Path} {context.Request.Headers.Range}");
        if (Token is not null && context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            context.Response.StatusCode = 401;
            return;
        }

        if (Refuse.Times > 0)
        {
            Refuse = (Refuse.Status, Refuse.Times - 1);
            context.Response.StatusCode = Refuse.Status;
            return;
        }

        await SendAsync(context);
    }

    private async Task SendAsync(HttpContext context)
    {
        var range = context.Request.GetTypedHeaders().Range?.Ranges.Single();
        var sameVersion = context.Request.Headers.IfRange.Count == 0 || context.Request.Headers.IfRange == Tag;
        var (from, to) = Ranges && sameVersion && range is not null ? (range.From ?? 0, Math.Min(range.To ?? long.MaxValue, _file.Length - 1)) : (0, _file.Length - 1);
        context.Response.Headers.ETag = Tag;
        if (from >= _file.Length)
        {
            context.Response.StatusCode = 416;
            return;
        }

        var partial = Ranges && sameVersion && range is not null;
        context.Response.StatusCode = partial ? 206 : 200;
        if (partial) context.Response.GetTypedHeaders().ContentRange = new ContentRangeHeaderValue(from, to, _file.Length);
        context.Response.ContentLength = to - from + 1;
        var length = (int)Math.Min(to - from + 1, CutAfter);
        BytesSent += length;
        await context.Response.Body.WriteAsync(_file.AsMemory((int)from, length), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (length < to - from + 1) context.Abort();
    }
}
