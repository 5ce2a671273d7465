using System.Text;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Errors;

namespace InferOps.Runtime.Server.Generating;

/// <summary>Reads a generation to its end.</summary>
internal static class WholeAnswerReader
{
    /// <exception cref="ApiException">The generation broke off.</exception>
    public static async Task<WholeAnswer> ReadAsync(GenerationReader generation, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var logprobs = new List<TokenLogprobs>();
        while (true)
        {
            switch (await generation.ReadAsync(cancellation))
            {
                case TextGenerated piece:
                    text.Append(piece.Text);
                    if (piece.Logprobs is { } one) logprobs.Add(one);
                    break;
                case GenerationFinished finished:
                    return new WholeAnswer(text.ToString(), logprobs, finished.Reason, finished.Usage);
                case GenerationFailed failed:
                    throw GenerationFailures.Describe(failed);
            }
        }
    }
}
