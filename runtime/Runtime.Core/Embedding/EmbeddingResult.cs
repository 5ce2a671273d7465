using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Requests;

namespace InferOps.Runtime.Core.Embedding;

/// <summary>How an embedding request ended: exactly one of the two is present.</summary>
/// <param name="Vectors">One per input, in the same order.</param>
/// <param name="Failure">Why there are none.</param>
public sealed record EmbeddingResult(IReadOnlyList<float[]>? Vectors, GenerationFailed? Failure);

/// <summary>The answer to the submission of an embedding request: exactly one of the two is present.</summary>
/// <param name="Result">Completes when the request has ended; cancelled when its caller left.</param>
/// <param name="Rejection">Why it was not admitted.</param>
public readonly record struct EmbeddingSubmission(Task<EmbeddingResult>? Result, Rejection? Rejection);
