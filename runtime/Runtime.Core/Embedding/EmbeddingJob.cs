using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Requests;

namespace InferOps.Runtime.Core.Embedding;

/// <summary>One request on its way through the embedding model. The engine thread takes inputs and puts vectors; any thread may fail it.</summary>
internal sealed class EmbeddingJob(EmbeddingRequest request, AdmissionTicket ticket, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<EmbeddingResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly float[][] _vectors = new float[request.Inputs.Count][];
    private int _taken;
    private int _put;

    public Task<EmbeddingResult> Result => _result.Task;

    /// <summary>Nobody waits for it any more.</summary>
    public bool IsForsaken => cancellation.IsCancellationRequested || _result.Task.IsCompleted;

    public bool HasMore => _taken < request.Inputs.Count;

    /// <summary>The input that is next.</summary>
    public ReadOnlyMemory<int> Next => request.Inputs[_taken];

    /// <summary>Takes the next input.</summary>
    /// <returns>Its number.</returns>
    public int Take() => _taken++;

    public void Put(int input, float[] vector)
    {
        _vectors[input] = vector;
        if (++_put == _vectors.Length) End(new EmbeddingResult(_vectors, null));
    }

    public void Fail(GenerationFailed why) => End(new EmbeddingResult(null, why));

    private void End(EmbeddingResult result)
    {
        ticket.Dispose();
        _result.TrySetResult(result);
    }
}
