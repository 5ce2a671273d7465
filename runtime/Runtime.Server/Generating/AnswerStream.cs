using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Wire;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Generating;

/// <summary>Writes the choices of an answer as server-sent events, straight into the response's pipe, with one flush for whatever is there at once.</summary>
internal sealed class AnswerStream(HttpResponse response, IAnswerFormat format, AnswerOptions options) : IDisposable
{
    private readonly ChunkWriter _chunks = new(response.BodyWriter, format.Chunks, options.Choices, options.IncludeUsage);
    private readonly IChoiceFormat[] _choices = [.. Enumerable.Range(0, options.Choices).Select(format.Choice)];
    private readonly TokenUsage[] _usages = new TokenUsage[options.Choices];
    private bool _broken;

    /// <param name="generations">One per choice.</param>
    /// <param name="cancellation">The client left.</param>
    public async Task WriteAsync(IReadOnlyList<GenerationReader> generations, CancellationToken cancellation)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        foreach (var choice in _choices) choice.WriteStart(_chunks);
        await options.Client.FlushAsync(cancellation);

        var arrivals = new Arrivals(generations);
        while (!_broken && arrivals.AnyOpen)
        {
            await arrivals.WaitAsync(cancellation);
            while (!_broken && arrivals.TryRead(out var choice, out var next)) Write(choice, next);
            if (!_broken && !arrivals.AnyOpen) WriteEnd();
            await options.Client.FlushAsync(cancellation);
        }
    }

    public void Dispose() => _chunks.Dispose();

    private void Write(int choice, GenerationEvent next)
    {
        switch (next)
        {
            case TextGenerated text:
                _choices[choice].WriteText(_chunks, text);
                break;
            case GenerationFinished finished:
                _choices[choice].WriteFinish(_chunks, finished.Reason);
                _usages[choice] = finished.Usage;
                break;
            case GenerationFailed failed:
                _broken = true;
                _chunks.Error(ErrorBody.Of(GenerationFailures.Describe(failed)));
                break;
        }
    }

    private void WriteEnd()
    {
        if (options.IncludeUsage) _chunks.Usage(Usage.Of(_usages, options.ChoicesPerPrompt));
        _chunks.Done();
    }
}
