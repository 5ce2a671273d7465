using System.Collections.Concurrent;
using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Embedding;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Scheduling;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Core.Engine;

/// <summary>Serves requests with one model, which one dedicated thread owns. Everything else talks to that thread by messages.</summary>
public sealed partial class InferenceEngine : IAsyncDisposable, IGenerationOwner
{
    private const long NoStep = long.MinValue;

    private readonly BlockingCollection<EngineCommand> _inbox = new(new ConcurrentQueue<EngineCommand>());
    private readonly TaskCompletionSource _warm = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<Generation, bool> _inFlight = new();
    private readonly Delivery _delivery = new();
    private readonly LoadEstimator _estimator = new();
    private readonly IInferenceModel _model;
    private readonly IInferenceModel? _draftModel;
    private readonly TokenTable _tokens;
    private readonly IEngineObserver _observer;
    private readonly TimeProvider _time;
    private readonly AdmissionGate _gate;
    private readonly EngineLoop _loop;
    private readonly Thread _thread;
    private int _running;
    private int _cellsUsed;
    private int _cellsCached;
    private volatile Leftovers? _leftovers;
    private long _stepStartedAt = NoStep;

    /// <summary>Reads the vocabulary; <see cref="StartAsync"/> starts the thread. The engine disposes the model.</summary>
    /// <exception cref="ArgumentException">The model cannot evaluate one token of each of its sequences in one batch, or has more sequences than there are ids.</exception>
    public InferenceEngine(LoadedModel loaded, EngineOptions options, IEngineObserver observer, TimeProvider time)
    {
        var description = loaded.Model.Description;
        if (description.BatchTokens < description.MaxSequences)
            throw new ArgumentException($"a batch of {description.BatchTokens} tokens cannot hold {description.MaxSequences} sequences", nameof(loaded));
        if (description.MaxSequences > SequenceSet.MostIds)
            throw new ArgumentException($"{description.MaxSequences} sequences are more than {SequenceSet.MostIds}", nameof(loaded));
        (_model, _draftModel) = (loaded.Model, loaded.Draft);
        _embeddingModel = loaded.Embedding;
        _embeddings = _embeddingModel is null ? null : new EmbeddingQueue(_embeddingModel);
        _tokens = TokenTable.Read(loaded.Tokenizer, description.VocabularySize);
        (_observer, _time) = (observer, time);
        _gate = new AdmissionGate(description.MaxSequences, options.MaxQueued);
        _loop = new EngineLoop(loaded, _tokens, options, observer, _estimator, time);
        _thread = new Thread(Run) { Name = "engine", IsBackground = true };
    }

    /// <summary>Completes when the engine has stopped; faults with <see cref="EngineFaultException"/> when the model could not be evaluated.</summary>
    public Task Completion => _ended.Task;

    /// <summary>True once the model has evaluated its first tokens.</summary>
    public bool IsWarm => _warm.Task.IsCompletedSuccessfully;

    /// <summary>When what the engine thread does to the model just now began, as a timestamp of the engine's <see cref="TimeProvider"/>; null while it does nothing.</summary>
    public long? StepStartedAt => Volatile.Read(ref _stepStartedAt) is var at && at != NoStep ? at : null;

    /// <summary>The bytes of every token.</summary>
    public TokenTable Tokens => _tokens;

    public EngineLoad Load
    {
        get
        {
            var running = Volatile.Read(ref _running);
            return new EngineLoad(running, Math.Max(0, _gate.Count - running), Volatile.Read(ref _cellsUsed), Volatile.Read(ref _cellsCached));
        }
    }

    /// <summary>Starts the thread and completes when the model has evaluated its first tokens.</summary>
    /// <exception cref="EngineFaultException">It could not.</exception>
    public Task StartAsync()
    {
        _delivery.Start();
        _thread.Start();
        return _warm.Task;
    }

    /// <summary>Admits a request or says at once why not. Any thread.</summary>
    public Submission Submit(GenerationRequest request)
    {
        _observer.Arrived(request.Prompt.Length, _estimator.ExpectedTokens(request.MaxTokens));
        return _gate.TryEnter(request.Key, 1, out var tickets) is { } full ? new Submission(Reject(full)) : new Submission(Serve(request, tickets[0]));
    }

    /// <summary>Admits all of several requests of one key, the choices of one answer for example, or none of them. Any thread.</summary>
    public GroupSubmission Submit(IReadOnlyList<GenerationRequest> requests)
    {
        foreach (var request in requests) _observer.Arrived(request.Prompt.Length, _estimator.ExpectedTokens(request.MaxTokens));
        return _gate.TryEnter(requests[0].Key, requests.Count, out var tickets) is { } full
            ? new GroupSubmission(Reject(full))
            : new GroupSubmission([.. requests.Zip(tickets, Serve)]);
    }

    /// <summary>Admits nothing any more and completes when nothing runs or waits. Idempotent.</summary>
    public Task DrainAsync(CancellationToken cancellation)
    {
        _gate.Close();
        return _gate.Emptied.WaitAsync(cancellation);
    }

    /// <summary>
    /// Ends the engine without its thread, which hangs inside the model: fails what runs or waits, and admits nothing any more. The model stays with the thread;
    /// should that come back, it frees the model and ends.
    /// </summary>
    /// <param name="fault">What <see cref="Completion"/> shall fault with; null where the engine was asked to stop and does not.</param>
    public void Abandon(EngineFaultException? fault)
    {
        Forsake(fault);
        foreach (var generation in _inFlight.Keys) FailForsaken(generation);
        FailLeftovers();
        _inbox.Add(new EngineCommand.Stop());
        End(fault);
    }

    /// <summary>Fails what still runs or waits, and frees the model. Completes when the thread has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _gate.Close();
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            DisposeModels();
            return;
        }

        _inbox.Add(new EngineCommand.Stop());
        await _ended.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    void IGenerationOwner.Finish(Generation generation) => _inbox.Add(new EngineCommand.Finish(generation));

    void IGenerationOwner.Cancel(Generation generation) => _inbox.Add(new EngineCommand.Cancel(generation));

    void IGenerationOwner.Completed(Generation generation) => _inFlight.TryRemove(generation, out _);

    /// <summary>What the engine thread says is sent when its step is over; from any other it is sent at once.</summary>
    void IGenerationOwner.Deliver(Generation generation, EngineEvent happened)
    {
        _delivery.Add(generation, happened);
        if (Environment.CurrentManagedThreadId != _thread.ManagedThreadId) _delivery.Send();
    }

    private Generation Serve(GenerationRequest request, AdmissionTicket ticket)
    {
        var generation = new Generation(request, ticket, _time, this);
        _inFlight.TryAdd(generation, true);
        _inbox.Add(new EngineCommand.Serve(generation));
        FailLeftovers();
        return generation;
    }

    private Rejection Reject(RejectionReason full)
    {
        if (_ended.Task.IsFaulted) return new Rejection(RejectionReason.EngineFault, TimeSpan.FromSeconds(30));
        return _gate.IsClosed
            ? new Rejection(RejectionReason.Draining, TimeSpan.FromSeconds(1))
            : new Rejection(full, _estimator.UntilNextFree(_model.Description.MaxSequences));
    }

    private void Run()
    {
        Exception? fault = null;
        try
        {
            BeginStep();
            ModelWarmUp.Run(_model, _tokens);
            if (_draftModel is not null) ModelWarmUp.Run(_draftModel, _tokens);
            WarmUpEmbeddings();

            // In this order: whoever sees a warm engine must not take the warm-up for a step.
            EndStep();
            _warm.TrySetResult();
            while (Obey())
            {
                BeginStep();
                StepEmbeddings();
                BeginStep();
                _loop.Step();
            }
        }
        catch (Exception error)
        {
            // Whatever the model threw, its cells can no longer be trusted: the engine ends, and everybody who waits for it hears why.
            fault = error as EngineFaultException ?? new EngineFaultException($"the engine failed: {error.Message}", error);
        }

        EndStep();
        Forsake(fault);
        _loop.Abandon(_leftovers!.Reason, _leftovers.Message);
        FailLeftovers();
        Publish();
        DisposeModels();
        End(fault);
    }

    private void DisposeModels()
    {
        _embeddingModel?.Dispose();
        _draftModel?.Dispose();
        _model.Dispose();
    }

    private void BeginStep() => Volatile.Write(ref _stepStartedAt, _time.GetTimestamp());

    private void EndStep() => Volatile.Write(ref _stepStartedAt, NoStep);

    /// <summary>Does what was asked since the last step, waiting when there is no work. False after Stop.</summary>
    private bool Obey()
    {
        EndStep();
        if (_leftovers is not null) return false;
        Publish();
        while (_inbox.TryTake(out var command, _loop.HasWork || _embeddings is { HasWork: true } ? 0 : Timeout.Infinite))
        {
            BeginStep();
            switch (command)
            {
                case EngineCommand.Serve serve: _loop.Enqueue(serve.Generation); break;
                case EngineCommand.Finish finish: _loop.Finish(finish.Generation); break;
                case EngineCommand.Cancel cancel: _loop.Cancel(cancel.Generation); break;
                case EngineCommand.Embed embed: _embeddings!.Enqueue(embed.Job); break;
                case EngineCommand.Stop: return false;
            }

            EndStep();
            Publish();
        }

        return true;
    }

    private void Publish()
    {
        _delivery.Send();
        var cells = _loop.Cells;
        Volatile.Write(ref _cellsUsed, cells.Used);
        Volatile.Write(ref _cellsCached, cells.Cached);
        Volatile.Write(ref _running, _loop.Running);
    }

    /// <summary>From now on, whoever finds a request fails it: nobody else will serve it.</summary>
    private void Forsake(Exception? fault)
    {
        _gate.Close();
        _leftovers ??= fault is null
            ? new Leftovers(GenerationFailure.ShuttingDown, "the replica stopped before this generation was complete")
            : new Leftovers(GenerationFailure.EngineFault, fault.Message);
    }

    private void End(Exception? fault)
    {
        _delivery.Dispose();
        if (fault is null)
        {
            _warm.TrySetCanceled();
            _ended.TrySetResult();
            return;
        }

        _warm.TrySetException(fault);
        _ended.TrySetException(fault);
    }

    // A request that slipped into the inbox while the thread ended is failed by whoever sees it first.
    private void FailLeftovers()
    {
        if (_leftovers is null) return;
        FailEmbeddings(new GenerationFailed(_leftovers.Reason, _leftovers.Message));
        while (_inbox.TryTake(out var command))
        {
            if (command is EngineCommand.Serve serve) FailForsaken(serve.Generation);
        }
    }

    private void FailForsaken(Generation generation) => generation.Complete(new GenerationFailed(_leftovers!.Reason, _leftovers.Message));

    private sealed record Leftovers(GenerationFailure Reason, string Message);
}
