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
    private const int Slice = 1 << 20;

    private readonly WebApplication _app;
    private byte[] _file;
    private long _bytesSent;

    private ModelServer(byte[] file)
    {
        _file = file;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>The entity tag; null: none is sent.</summary>
    public string? Tag { get; set; } = "\"v1\"";

    /// <summary>Asked for every answer with its length: after how many of its bytes the connection breaks.</summary>
    public Func<long, long> CutAfter { get; set; } = length => length;

    /// <summary>Status to give instead of the file, for as many requests.</summary>
    public (int Status, int Times) Refuse { get; set; }

    /// <summary>Answers in the file's stead where it returns true.</summary>
    public Func<HttpContext, Task<bool>> Instead { get; set; } = _ => Task.FromResult(false);

    public bool Ranges { get; set; } = true;

    public string? Token { get; set; }

    /// <summary>Other files, by path.</summary>
    public Dictionary<string, byte[]> Others { get; } = [];

    /// <summary>Path and range of every request.</summary>
    public List<string> Requests { get; } = [];

    public long BytesSent => Interlocked.Read(ref _bytesSent);

    public string Url => _app.Urls.First() + "/models/m.gguf";

    public Uri Root => new(_app.Urls.First());

    public static async Task<ModelServer> StartAsync(byte[] file)
    {
        var server = new ModelServer(file);
        await server._app.StartAsync();
        return server;
    }

    public void Replace(byte[] file, string? tag) => (_file, Tag) = (file, tag);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        lock (Requests)
        {
            Requests.Add($"{context.Request.Path} {context.Request.Headers.Range}");
            if (Refuse.Times > 0)
            {
                Refuse = (Refuse.Status, Refuse.Times - 1);
                context.Response.StatusCode = Refuse.Status;
                return;
            }
        }

        if (await Instead(context)) return;
        if (Token is not null && context.Request.Headers.Authorization != $"Bearer {Token}") context.Response.StatusCode = 401;
        else await SendAsync(context);
    }

    private async Task SendAsync(HttpContext context)
    {
        var (file, tag) = (Others.GetValueOrDefault(context.Request.Path.Value!, _file), Tag);
        var range = context.Request.GetTypedHeaders().Range?.Ranges.Single();
        var sameVersion = context.Request.Headers.IfRange.Count == 0 || context.Request.Headers.IfRange == tag;
        var partial = Ranges && sameVersion && range is not null;
        var (from, to) = partial ? (range!.From ?? 0, Math.Min(range.To ?? long.MaxValue, file.Length - 1)) : (0, file.Length - 1);
        if (tag is not null) context.Response.Headers.ETag = tag;
        if (from >= file.Length)
        {
            context.Response.StatusCode = 416;
            return;
        }

        context.Response.StatusCode = partial ? 206 : 200;
        if (partial) context.Response.GetTypedHeaders().ContentRange = new ContentRangeHeaderValue(from, to, file.Length);
        context.Response.ContentLength = to - from + 1;
        var end = from + Math.Min(to - from + 1, CutAfter(to - from + 1));
        for (; from < end; from += Slice)
        {
            var slice = file.AsMemory((int)from, (int)Math.Min(Slice, end - from));
            Interlocked.Add(ref _bytesSent, slice.Length);
            await context.Response.Body.WriteAsync(slice, context.RequestAborted);
        }

        if (end > to) return;
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }
}
