using System.Threading.Channels;
using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Engine;

/// <summary>A request being served. Read <see cref="Tokens"/> to the end, as text with <see cref="Text.GenerationReader"/>; dispose to say that nobody reads any more.</summary>
public sealed class Generation : IDisposable
{
    // Unbounded is bounded by max_tokens, and the engine must never wait for a slow reader.
    private readonly Channel<EngineEvent> _events = Channel.CreateUnbounded<EngineEvent>(new UnboundedChannelOptions { SingleReader = true });

    private readonly IGenerationOwner _owner;
    private readonly AdmissionTicket _ticket;
    private int _completed;
    private int _cachedPromptTokens;

    internal Generation(GenerationRequest request, AdmissionTicket ticket, long arrivedAt, IGenerationOwner owner)
    {
        Request = request;
        ArrivedAt = arrivedAt;
        _ticket = ticket;
        _owner = owner;
    }

    public GenerationRequest Request { get; }

    /// <summary>Ends after the first event with an <see cref="EngineEvent.End"/>.</summary>
    public ChannelReader<EngineEvent> Tokens => _events.Reader;

    /// <summary>Prompt tokens taken from cached cells; known from the first token on.</summary>
    public int CachedPromptTokens
    {
        get => Volatile.Read(ref _cachedPromptTokens);
        internal set => Volatile.Write(ref _cachedPromptTokens, value);
    }

    /// <summary>Timestamp of the engine's <see cref="TimeProvider"/>.</summary>
    internal long ArrivedAt { get; }

    private bool IsCompleted => Volatile.Read(ref _completed) != 0;

    /// <summary>The reader has all it wants, a stop string for example: the generation counts as finished, and its cells are free before the next step.</summary>
    public void Finish()
    {
        if (!IsCompleted) _owner.Finish(this);
    }

    /// <summary>Cancels the generation unless it is complete: its cells are free before the next step.</summary>
    public void Dispose()
    {
        if (!IsCompleted) _owner.Cancel(this);
    }

    internal void Publish(int token, TokenLogprobs? logprobs) => _events.Writer.TryWrite(new EngineEvent(token, logprobs));

    /// <summary>Ends the generation unless it has ended. Any thread: when the engine thread hangs, somebody else must tell the callers.</summary>
    internal void Complete(GenerationEvent last)
    {
        if (Interlocked.Exchange(ref _completed, 1) != 0) return;
        _ticket.Dispose();
        _events.Writer.TryWrite(new EngineEvent(last));
        _events.Writer.TryComplete();
    }
}

/// <summary>Whom a generation tells that its reader has gone.</summary>
internal interface IGenerationOwner
{
    void Finish(Generation generation);

    void Cancel(Generation generation);
}
