using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Scheduling;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Core.Engine;

/// <summary>Continuous batching: every step gives the running sequences tokens, and those that caught up one new token each.</summary>
/// <remarks>Belongs to the engine thread; nothing in here is shared except the published <see cref="Load"/>.</remarks>
internal sealed class EngineLoop(
    IInferenceModel model, TokenTable tokens, EngineOptions options, IEngineObserver observer, LoadEstimator estimator, TimeProvider time)
{
    private readonly Roster _roster = new(model);
    private readonly SamplingWorkspace _workspace = new(model.Description.VocabularySize, [.. tokens.EndOfGeneration]);
    private readonly StepEntry[] _entries = new StepEntry[model.Description.BatchTokens];
    private readonly StepBudget _budget = new(model.Description.BatchTokens, options.PrefillTokensWhileDecoding);

    public bool HasWork => !_roster.IsEmpty;

    public (int Running, int CellsUsed, int CellsReserved) Load =>
        (_roster.Running.Count, _roster.Running.Sum(sequence => sequence.Evaluated), _roster.CellsReserved);

    public void Enqueue(Generation generation) => _roster.Enqueue(new Sequence(generation));

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
        foreach (var sequence in _roster.PlaceStarted()) Begin(sequence);

        var batch = Evaluate();
        var (promptTokens, generatedTokens) = (0, 0);
        foreach (var (sequence, count) in batch)
        {
            sequence.Advance(count);
            promptTokens += ReportPrompt(sequence);
            if (sequence.Pending == 0) Advance(sequence, generatedTokens++);
        }

        if (batch.Count > 0) observer.Stepped(new StepSummary(promptTokens, generatedTokens, batch.Sum(step => step.Count), time.GetElapsedTime(startedAt)));
    }

    private void Begin(Sequence sequence)
    {
        sequence.Generation.Start();
        if (sequence.PromptReported > 0) return;
        observer.Started(time.GetElapsedTime(sequence.Generation.ArrivedAt));
        observer.Reused(sequence.Evaluated);
    }

    /// <summary>Evaluates the planned step, or a smaller one while the cache has no room: reservations make that rare, padding makes it possible.</summary>
    private List<(Sequence Sequence, int Count)> Evaluate()
    {
        var budget = _budget;
        while (_roster.Running.Count > 0)
        {
            var batch = Plan(budget, out var entries);
            var result = model.Evaluate(new StepBatch(entries));
            if (result.Status == StepStatus.Ok) return batch;
            if (result.Status == StepStatus.Failed) throw new EngineFaultException(result.Message);
            if (_roster.TryFreeLeftover()) continue;
            if (budget.BatchTokens > 1) budget = budget.Halved();
            else MakeRoom();
        }

        return [];
    }

    private List<(Sequence Sequence, int Count)> Plan(StepBudget budget, out ReadOnlySpan<StepEntry> entries)
    {
        var running = _roster.Running.Where(sequence => sequence.IsPlaced).ToList();
        var plan = StepPlanner.Plan([.. running.Select(sequence => sequence.Pending)], budget);
        var batch = new List<(Sequence, int)>(running.Count);
        var next = 0;
        for (var i = 0; i < running.Count; i++)
        {
            if (plan[i] == 0) continue;
            batch.Add((running[i], plan[i]));
            for (var offset = 0; offset < plan[i]; offset++)
            {
                var position = running[i].Evaluated + offset;
                _entries[next++] = new StepEntry(running[i].Slot!.Id, running[i].Tokens[position], position, WantLogits: offset + 1 == running[i].Pending);
            }
        }

        entries = _entries.AsSpan(0, next);
        return batch;
    }

    private void MakeRoom()
    {
        var youngest = _roster.Running[^1];
        if (_roster.Running.Count == 1)
        {
            Fail(youngest, GenerationFailure.EngineFault, "the KV cache has no room for this request, although nothing else runs");
            return;
        }

        _roster.Preempt(youngest);
        observer.Preempted();
    }

    private static int ReportPrompt(Sequence sequence)
    {
        var evaluated = Math.Min(sequence.Evaluated, sequence.Request.Prompt.Length);
        var fresh = Math.Max(0, evaluated - sequence.PromptReported);
        sequence.PromptReported += fresh;
        return fresh;
    }

    /// <summary>Chooses the next token of a sequence that caught up, and ends the sequence where that token ends it.</summary>
    private void Advance(Sequence sequence, int logitsIndex)
    {
        var logits = model.Logits(logitsIndex);
        if (Choose(sequence, logits) is not { } token) return;
        sequence.Append(token);
        ReportToken(sequence);
        if (tokens.IsEndOfGeneration(token))
        {
            Finish(sequence, FinishReason.Stop);
            return;
        }

        var logprobs = sequence.Request.Sampling.TopLogprobs is { } top ? LogprobReader.Read(logits, token, top, _workspace) : null;
        sequence.Generation.Publish(token, logprobs);
        if (sequence.Generated == sequence.Request.MaxTokens) Finish(sequence, FinishReason.Length);
    }

    /// <returns>Null when its constraint lets the sequence go no further: it has failed, and the others go on.</returns>
    private int? Choose(Sequence sequence, ReadOnlySpan<float> logits)
    {
        try
        {
            return sequence.Sampler.Choose(logits, _workspace);
        }
        catch (ConstraintException failure)
        {
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
