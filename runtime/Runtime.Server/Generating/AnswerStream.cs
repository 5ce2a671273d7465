using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Wire;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Generating;

/// <summary>Writes a generation as server-sent events, straight into the response's pipe, with one flush for whatever is there at once.</summary>
internal sealed class AnswerStream(HttpResponse response, IAnswerFormat format, bool includeUsage) : IDisposable
{
    private readonly PipeWriter _pipe = response.BodyWriter;
    private readonly Utf8JsonWriter _json = new(response.BodyWriter, WireJson.WriterOptions);

    public async Task WriteAsync(GenerationReader generation, CancellationToken cancellation)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        if (format.HasStart) Frame(format.WriteStart);
        await _pipe.FlushAsync(cancellation);
        while (await generation.WaitToReadAsync(cancellation))
        {
            while (generation.TryRead(out var next)) Write(next);
            await _pipe.FlushAsync(cancellation);
        }
    }

    public void Dispose() => _json.Dispose();

    private void Write(GenerationEvent next)
    {
        switch (next)
        {
            case TextGenerated text:
                Frame(json => format.WriteText(json, text));
                break;
            case GenerationFinished finished:
                Frame(json => format.WriteFinish(json, finished.Reason));
                if (includeUsage) Frame(json => format.WriteUsage(json, finished.Usage));
                _pipe.Write("data: [DONE]\n\n"u8);
                break;
            case GenerationFailed failed:
                Frame(json => JsonSerializer.Serialize(json, ErrorBody.Of(GenerationFailures.Describe(failed)), WireJson.Types.ErrorBody));
                break;
        }
    }

    private void Frame(Action<Utf8JsonWriter> write)
    {
        _pipe.Write("data: "u8);
        _json.Reset();
        write(_json);
        _json.Flush();
        _pipe.Write("\n\n"u8);
    }
}
