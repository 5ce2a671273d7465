using System.Threading.Channels;
using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Engine;

/// <summary>A request being served. Read <see cref="Tokens"/> to the end, as text with <see cref="Text.GenerationReader"/>; dispose to say that nobody reads any more.</summary>
public sealed class Generation : IDisposable
{
    // Unbounded is bounded by max_tokens, and the engine must never wait for a slow reader. Readers go on on the thread that delivers.
    private readonly Channel<EngineEvent> _events = Channel.CreateUnbounded<EngineEvent>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });

    private readonly IGenerationOwner _owner;
    private readonly AdmissionTicket _ticket;
    private readonly TimeProvider _time;
    private volatile GenerationEvent? _end;
    private long _startedAt;
    private long _firstTokenAt;
    private long _endedAt;
    private volatile bool _finishAsked;
    private int _published;
    private int _completed;
    private int _cachedPromptTokens;

    internal Generation(GenerationRequest request, AdmissionTicket ticket, TimeProvider time, IGenerationOwner owner)
    {
        Request = request;
        _time = time;
        _ticket = ticket;
        _owner = owner;
        ArrivedAt = time.GetTimestamp();
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
    public long ArrivedAt { get; }

    /// <summary>When it got its sequence, its first token, and its end: timestamps like <see cref="ArrivedAt"/>, 0 for what has not happened.</summary>
    public (long Started, long FirstToken, long Ended) Milestones => (Volatile.Read(ref _startedAt), Volatile.Read(ref _firstTokenAt), Volatile.Read(ref _endedAt));

    /// <summary>How it ended; null while it has not.</summary>
    public GenerationEvent? End => _end;

    /// <summary>True once its reader had all it wanted.</summary>
    public bool IsFinishAsked => _finishAsked;

    /// <summary>Tokens generated so far.</summary>
    public int GeneratedTokens => _end is GenerationFinished { Usage: var usage } ? usage.GeneratedTokens : Volatile.Read(ref _published);

    private bool IsCompleted => Volatile.Read(ref _completed) != 0;

    /// <summary>The reader has all it wants, a stop string for example: the generation counts as finished, and its cells are free before the next step.</summary>
    public void Finish()
    {
        _finishAsked = true;
        if (!IsCompleted) _owner.Finish(this);
    }

    /// <summary>Cancels the generation unless it is complete: its cells are free before the next step.</summary>
    public void Dispose()
    {
        if (!IsCompleted) _owner.Cancel(this);
    }

    /// <summary>It has its sequence. Only the first time counts: one that was preempted starts again.</summary>
    internal void Start()
    {
        if (_startedAt == 0) Volatile.Write(ref _startedAt, _time.GetTimestamp());
    }

    internal void Publish(int token, TokenLogprobs? logprobs)
    {
        if (_published == 0) Volatile.Write(ref _firstTokenAt, _time.GetTimestamp());
        Volatile.Write(ref _published, _published + 1);
        _owner.Deliver(this, new EngineEvent(token, logprobs));
    }

    /// <summary>Ends the generation unless it has ended. Any thread: when the engine thread hangs, somebody else must tell the callers.</summary>
    internal void Complete(GenerationEvent last)
    {
        if (Interlocked.Exchange(ref _completed, 1) != 0) return;
        Volatile.Write(ref _endedAt, _time.GetTimestamp());
        _end = last;
        _owner.Completed(this);
        _ticket.Dispose();
        _owner.Deliver(this, new EngineEvent(last));
    }

    /// <summary>Lets its reader go on, on this thread.</summary>
    internal void Receive(EngineEvent happened)
    {
        _events.Writer.TryWrite(happened);
        if (happened.End is not null) _events.Writer.TryComplete();
    }
}

/// <summary>Whom a generation tells what became of it.</summary>
internal interface IGenerationOwner
{
    void Finish(Generation generation);

    void Cancel(Generation generation);

    void Completed(Generation generation);

    /// <summary>Sees to it that the generation receives this, after what came before.</summary>
    void Deliver(Generation generation, EngineEvent happened);
}
