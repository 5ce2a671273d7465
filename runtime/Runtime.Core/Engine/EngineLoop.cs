using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Scheduling;
using InferOps.Runtime.Core.Speculation;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Core.Engine;

/// <summary>Continuous batching: every step gives the running sequences tokens, and those that caught up one new token each.</summary>
/// <remarks>Belongs to the engine thread; nothing in here is shared.</remarks>
internal sealed class EngineLoop(
    LoadedModel loaded, TokenTable tokens, EngineOptions options, IEngineObserver observer, LoadEstimator estimator, TimeProvider time)
{
    private readonly IInferenceModel _model = loaded.Model;
    private readonly Roster _roster = new(loaded.Model);
    private readonly StepComposer _step = new(loaded.Model.Description);
    private readonly AdapterRotation _rotation = new(loaded.Model.Description.Adapters.Count);
    private readonly PrefillBudget _prefill = new(options.InterTokenObjective, options.PrefillTokensWhileDecoding, loaded.Model.Description.BatchTokens);
    private readonly SpeculativeStep _speculation = new(new Speculator(options.Speculation, loaded, time));
    private readonly SamplingWorkspace _workspace = new(loaded.Model.Description.VocabularySize, [.. tokens.EndOfGeneration]);

    /// <summary>
    /// Where sequences have cells of their own, the first token of a chunk is computed with those of the streams, and the rest by itself. One more makes the rest what
    /// was asked for, which is a multiple of the rows that kernels take at once; those left over cost as much as four each.
    /// </summary>
    private readonly int _withStreams = loaded.Model.Description.SeparateCells ? 1 : 0;

    private int _adapter = -1;

    public bool HasWork => !_roster.IsEmpty;

    public int Running => _roster.Running.Length;

    public CellCount Cells => _roster.Cells;

    public void Enqueue(Generation generation) => _roster.Enqueue(generation);

    public void Cancel(Generation generation)
    {
        if (_roster.Find(generation) is { } sequence) Fail(sequence, GenerationFailure.Cancelled, "the caller left");
    }

    /// <summary>Ends a generation whose reader has all it wants.</summary>
    public void Finish(Generation generation)
    {
        if (_roster.Find(generation) is { } sequence) Finish(sequence, FinishReason.Stop);
    }

    /// <summary>Fails everything that runs or waits, without touching the model: it may be the reason.</summary>
    public void Abandon(GenerationFailure reason, string message)
    {
        foreach (var sequence in _roster.Abandon()) sequence.Complete(new GenerationFailed(reason, message));
    }

    /// <exception cref="EngineFaultException">The model could not be evaluated.</exception>
    public void Step()
    {
        var startedAt = time.GetTimestamp();
        _roster.StartWaiting();
        Place();
        if (!TryEvaluate()) return;

        var (promptTokens, generatedTokens, accepted, logits) = (0, 0, 0, 0);
        foreach (var (sequence, count) in _step.Parts)
        {
            promptTokens += Evaluated(sequence, count);
            if (sequence.Pending > 0) continue;
            var guesses = _step.Guesses > 0 ? sequence.Draft.Proposed.Count : 0;
            var generated = Generate(sequence, logits, guesses);
            generatedTokens += generated;
            accepted += Math.Max(0, generated - 1);
            logits += 1 + guesses;
        }

        if (_step.Guesses > 0) observer.Speculated(_step.Guesses, accepted);
        _speculation.End(_step.Parts.Length, _step.Guesses, accepted);
        var duration = time.GetElapsedTime(startedAt);
        if (_step is { Decodes: true, Guesses: 0 }) _prefill.Observe(_step.PrefillTokens, duration);
        observer.Stepped(new StepSummary(promptTokens, generatedTokens, _step.Entries.Length, duration));
    }

    private void Place()
    {
        foreach (var sequence in _roster.Running)
        {
            if (!sequence.IsPlaced && _roster.TryPlace(sequence)) Begin(sequence);
        }
    }

    private void Begin(Sequence sequence)
    {
        sequence.Generation.Start();
        if (sequence.Placements > 1) return;
        observer.Started(time.GetElapsedTime(sequence.Generation.ArrivedAt));
        observer.Reused(sequence.Evaluated);
    }

    /// <summary>Evaluates the planned step, or a smaller one while the cache has no room. False when there was nothing to evaluate.</summary>
    private bool TryEvaluate()
    {
        var budget = new StepBudget(_step.Capacity, _prefill.Tokens + _withStreams);
        var guesses = true;
        while (true)
        {
            var adapter = _rotation.Next(_roster.Running);
            _step.Compose(_roster.Running, adapter, budget);
            if (_step.Parts.IsEmpty) return false;
            if (!_roster.TryMakeRoom(_step.Entries.Length) && TryPreempt()) continue;

            if (guesses) _speculation.Begin(_step, _roster.FreeCells - _step.Entries.Length);
            Use(adapter);
            var result = _model.Evaluate(new StepBatch(_step.Entries));
            if (result.Status == StepStatus.Failed) throw new EngineFaultException(result.Message);
            if (result.Status == StepStatus.Ok)
            {
                _rotation.Used(adapter);
                return true;
            }

            // The cache is fuller than it promised: padding makes that possible. Guesses are the first to go.
            guesses = false;
            _speculation.Abort();
            if (_step.Guesses > 0) continue;
            if (_roster.TryEvict()) continue;
            if (_step.Entries.Length > 1) budget = budget.Within(_step.Entries.Length / 2);
            else if (!TryPreempt()) Fail(_step.Parts[0].Sequence, GenerationFailure.EngineFault, "the KV cache has no room for this request, although nothing else runs");
        }
    }

    private bool TryPreempt()
    {
        if (_roster.Preemptible() is not { } sequence) return false;
        _roster.Preempt(sequence);
        observer.Preempted();
        return true;
    }

    private void Use(int adapter)
    {
        if (adapter == _adapter) return;
        _model.UseAdapter(adapter);
        _adapter = adapter;
    }

    /// <summary>Counts what a sequence evaluated; returns how many of its prompt's tokens were evaluated for the first time.</summary>
    private int Evaluated(Sequence sequence, int count)
    {
        sequence.Advance(count);
        _roster.Publish(sequence);
        var fresh = Math.Max(0, Math.Min(sequence.Evaluated, sequence.Request.Prompt.Length) - sequence.PromptReported);
        sequence.PromptReported += fresh;
        _roster.Charge(sequence, fresh * FairQueue.PromptTokenCost);
        return fresh;
    }

    /// <summary>Chooses the next token of a sequence that caught up, and further ones as long as they are those that were guessed: their cells are there already.</summary>
    /// <returns>Tokens chosen.</returns>
    private int Generate(Sequence sequence, int logits, int guesses)
    {
        for (var right = 0; ; right++)
        {
            if (Choose(sequence, logits + right) is not { } token) return right;
            var guessed = right < guesses && sequence.Draft.Proposed[right] == token && !tokens.IsEndOfGeneration(token);
            if (right < guesses && !guessed) _model.Remove(sequence.Slot!.Id, sequence.Evaluated, -1);
            Advance(sequence, token, logits + right);
            if (!guessed) return right + 1;
            sequence.Advance(1);
        }
    }

    /// <summary>Hands out the token chosen for a sequence, and ends the sequence where that token ends it.</summary>
    private void Advance(Sequence sequence, int token, int logitsIndex)
    {
        sequence.Append(token);
        _roster.Charge(sequence, FairQueue.GeneratedTokenCost);
        ReportToken(sequence);
        if (tokens.IsEndOfGeneration(token))
        {
            Finish(sequence, FinishReason.Stop);
            return;
        }

        var logprobs = sequence.Request.Sampling.TopLogprobs is { } top ? LogprobReader.Read(_model.Logits(logitsIndex), token, top, _workspace) : null;
        sequence.Generation.Publish(token, logprobs);
        if (sequence.Generated == sequence.Request.MaxTokens) Finish(sequence, FinishReason.Length);
    }

    /// <returns>Null when its constraint lets the sequence go no further: it has failed, and the others go on.</returns>
    private int? Choose(Sequence sequence, int logitsIndex)
    {
        try
        {
            return sequence.Sampler.Choose(_model.Logits(logitsIndex), _workspace);
        }
        catch (ConstraintException failure)
        {
            if (_step.Guesses > 0) _model.Remove(sequence.Slot!.Id, sequence.Evaluated, -1);
            Fail(sequence, GenerationFailure.ConstraintUnmet, failure.Message);
            return null;
        }
    }

    private void ReportToken(Sequence sequence)
    {
        var now = time.GetTimestamp();
        if (sequence.LastTokenAt is { } last) observer.NextToken(time.GetElapsedTime(last, now));
        else observer.FirstToken(time.GetElapsedTime(sequence.Generation.ArrivedAt, now));
        sequence.LastTokenAt = now;
    }

    private void Finish(Sequence sequence, FinishReason reason)
    {
        var duration = time.GetElapsedTime(sequence.Generation.ArrivedAt);
        estimator.Finished(sequence.Generated, duration);
        observer.Finished(duration);
        _roster.Remove(sequence);
        sequence.Complete(new GenerationFinished(reason, sequence.Usage));
    }

    private void Fail(Sequence sequence, GenerationFailure reason, string message)
    {
        _roster.Remove(sequence);
        sequence.Complete(new GenerationFailed(reason, message));
    }
}
