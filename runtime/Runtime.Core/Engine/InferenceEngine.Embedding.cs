using System.Collections.Concurrent;
using InferOps.Runtime.Core.Embedding;
using InferOps.Runtime.Core.Requests;

namespace InferOps.Runtime.Core.Engine;

/// <summary>Embeddings: the same thread, the same gate, at most one batch between two steps.</summary>
public sealed partial class InferenceEngine
{
    private readonly ConcurrentDictionary<EmbeddingJob, bool> _embedding = new();
    private readonly IEmbeddingModel? _embeddingModel;
    private readonly EmbeddingQueue? _embeddings;

    /// <summary>Admits a request or says at once why not. Any thread.</summary>
    /// <exception cref="InvalidOperationException">There is no embedding model.</exception>
    public EmbeddingSubmission Embed(EmbeddingRequest request, CancellationToken cancellation)
    {
        if (_embeddings is null) throw new InvalidOperationException("this engine has no embedding model");
        _observer.Arrived(request.Tokens, 0);
        if (_gate.TryEnter(request.Key, 1, out var tickets) is { } full) return new EmbeddingSubmission(null, Reject(full));
        var job = new EmbeddingJob(request, tickets[0], cancellation);
        _embedding.TryAdd(job, true);
        _inbox.Add(new EngineCommand.Embed(job), CancellationToken.None);
        FailLeftovers();
        return new EmbeddingSubmission(EndAsync(job, cancellation), null);
    }

    private async Task<EmbeddingResult> EndAsync(EmbeddingJob job, CancellationToken cancellation)
    {
        try
        {
            return await job.Result.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _embedding.TryRemove(job, out _);
        }
    }

    private void WarmUpEmbeddings()
    {
        if (_embeddingModel is null) return;
        var vectors = new List<float[]>();
        ReadOnlyMemory<int> input = new int[1];
        _embeddingModel.Embed([input], vectors);
        if (vectors is not [{ } vector] || vector.Length != _embeddingModel.Dimensions)
            throw new EngineFaultException($"warm-up: {vectors.Count} vectors of {(vectors.Count > 0 ? vectors[0].Length : 0)} numbers instead of one of {_embeddingModel.Dimensions}");
    }

    private void StepEmbeddings()
    {
        if (_embeddings is not { HasWork: true }) return;
        BeginStep();
        var startedAt = _time.GetTimestamp();
        var tokens = _embeddings.Step();
        if (tokens > 0) _observer.Stepped(new StepSummary(tokens, 0, tokens, _time.GetElapsedTime(startedAt)));
    }

    // Any thread: whoever waits hears why, and the queue itself goes with the engine.
    private void FailEmbeddings(GenerationFailed why)
    {
        foreach (var job in _embedding.Keys) job.Fail(why);
    }
}
