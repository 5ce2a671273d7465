using System.Net;
using InferOps.TestKit.Gguf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace InferOps.EndToEnd.Tests.Pulling;

/// <summary>A store with one model in it, for who signs with its key.</summary>
internal sealed class ObjectStore : IAsyncDisposable
{
    public const string KeyId = "AKIAINTHESECRET";

    private readonly WebApplication _app;
    private long _bytesSent;

    private ObjectStore(byte[] model)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(context => AnswerAsync(context, model));
        Model = model;
    }

    public byte[] Model { get; }

    public string Address => $"s3://models/reciter.gguf?endpoint={_app.Urls.First()}";

    /// <summary>Bytes sent of parts, not counting headers that were only looked at.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    public static async Task<ObjectStore> StartAsync()
    {
        using var bytes = new MemoryStream();
        Reciter.Describe(GgufTensorType.F16).Write(bytes);
        var store = new ObjectStore(bytes.ToArray());
        await store._app.StartAsync();
        return store;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context, byte[] model)
    {
        if (!context.Request.Headers.Authorization.ToString().StartsWith($"AWS4-HMAC-SHA256 Credential={KeyId}/", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 403;
            return context.Response.WriteAsync("<Error><Code>AccessDenied</Code></Error>");
        }

        var range = context.Request.GetTypedHeaders().Range!.Ranges.Single();
        if (context.Request.Headers.IfRange.Count > 0) Interlocked.Add(ref _bytesSent, Math.Min(range.To!.Value + 1, model.Length) - range.From!.Value);
        return Results.Bytes(model, "application/octet-stream", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue("\"v1\"")).ExecuteAsync(context);
    }
}
