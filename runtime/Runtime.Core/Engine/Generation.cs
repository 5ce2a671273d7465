using System.Threading.Channels;
using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Requests;

namespace InferOps.Runtime.Core.Engine;

/// <summary>A request being served. Read <see cref="Events"/> to the end; dispose to say that nobody reads any more.</summary>
public sealed class Generation : IDisposable
{
    // Unbounded is bounded by max_tokens, and the engine must never wait for a slow reader.
    private readonly Channel<GenerationEvent> _events = Channel.CreateUnbounded<GenerationEvent>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly Action<Generation> _cancel;
    private readonly AdmissionTicket _ticket;

    internal Generation(GenerationRequest request, AdmissionTicket ticket, long arrivedAt, Action<Generation> cancel)
    {
        Request = request;
        ArrivedAt = arrivedAt;
        _ticket = ticket;
        _cancel = cancel;
    }

    public GenerationRequest Request { get; }

    /// <summary>Ends after the first <see cref="GenerationFinished"/> or <see cref="GenerationFailed"/>.</summary>
    public ChannelReader<GenerationEvent> Events => _events.Reader;

    /// <summary>Timestamp of the engine's <see cref="TimeProvider"/>.</summary>
    internal long ArrivedAt { get; }

    /// <summary>Cancels the generation unless it is complete: its cells are free before the next step.</summary>
    public void Dispose()
    {
        if (!_events.Reader.Completion.IsCompleted) _cancel(this);
    }

    internal void Publish(TextGenerated text) => _events.Writer.TryWrite(text);

    internal void Complete(GenerationEvent last)
    {
        _ticket.Dispose();
        _events.Writer.TryWrite(last);
        _events.Writer.TryComplete();
    }
}
