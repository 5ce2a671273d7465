using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;

namespace InferOps.Runtime.Core.Embedding;

/// <summary>Shares the embedding model between requests: every batch takes inputs of all of them in turns, so that a long list does not keep a single text waiting.</summary>
/// <remarks>Belongs to the engine thread.</remarks>
internal sealed class EmbeddingQueue(IEmbeddingModel model)
{
    private static readonly GenerationFailed Left = new(GenerationFailure.Cancelled, "the caller left");
    private readonly Queue<EmbeddingJob> _jobs = new();
    private readonly List<ReadOnlyMemory<int>> _inputs = [];
    private readonly List<(EmbeddingJob Job, int Input)> _owners = [];
    private readonly List<float[]> _vectors = [];

    public bool HasWork => _jobs.Count > 0;

    public void Enqueue(EmbeddingJob job) => _jobs.Enqueue(job);

    /// <summary>Evaluates one batch.</summary>
    /// <returns>Its tokens.</returns>
    /// <exception cref="EngineFaultException">The model could not be evaluated.</exception>
    public int Step()
    {
        var tokens = Compose();
        if (tokens == 0) return 0;
        model.Embed(_inputs, _vectors);
        if (_vectors.Count != _inputs.Count) throw new EngineFaultException($"{_vectors.Count} vectors for {_inputs.Count} inputs");
        for (var i = 0; i < _owners.Count; i++) _owners[i].Job.Put(_owners[i].Input, _vectors[i]);
        return tokens;
    }

    private int Compose()
    {
        _inputs.Clear();
        _owners.Clear();
        _vectors.Clear();
        var tokens = 0;
        while (_inputs.Count < model.MaxInputs && _jobs.TryPeek(out var job))
        {
            if (job.IsForsaken)
            {
                _jobs.Dequeue().Fail(Left);
                continue;
            }

            var input = job.Next;
            if (tokens + input.Length > model.MaxTokens) break;
            tokens += input.Length;
            _inputs.Add(input);
            _owners.Add((job, job.Take()));
            _jobs.Dequeue();
            if (job.HasMore) _jobs.Enqueue(job);
        }

        return tokens;
    }
}
