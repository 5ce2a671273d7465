using System.Diagnostics.CodeAnalysis;
using InferOps.Runtime.Core.Requests;

namespace InferOps.Runtime.Core.Embedding;

/// <summary>Turns inputs into a request that can be served, or says what is wrong with them.</summary>
/// <param name="maxTokens">Of one input.</param>
/// <param name="vocabularySize">Token ids are below this.</param>
public sealed class EmbeddingValidator(int maxTokens, int vocabularySize)
{
    /// <summary>Most inputs of one request.</summary>
    public const int MaxInputs = 2048;

    /// <summary>Most tokens of one request.</summary>
    public const int MaxTotalTokens = 300_000;

    /// <summary>How errors name the inputs.</summary>
    public const string Input = "input";

    /// <param name="key">Whom the request is served for.</param>
    /// <param name="inputs">Tokens of each input.</param>
    /// <param name="request">The request, when it can be served.</param>
    /// <returns>The first thing wrong with it, otherwise.</returns>
    public RequestError? Validate(string key, IReadOnlyList<int[]> inputs, [NotNull] out EmbeddingRequest? request)
    {
        request = new EmbeddingRequest(key, inputs);
        if (inputs.Count is 0 or > MaxInputs) return new RequestError(RequestErrorCodes.InvalidValue, Input, $"Send 1 to {MaxInputs} inputs.");
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Length == 0) return new RequestError(RequestErrorCodes.EmptyPrompt, Input, $"Input {i} has no tokens.");
            if (inputs[i].Length > maxTokens)
            {
                var message = $"Input {i} has {inputs[i].Length} tokens; the model embeds at most {maxTokens} at once. Split or shorten it.";
                return new RequestError(RequestErrorCodes.ContextLengthExceeded, Input, message);
            }

            if (Array.Exists(inputs[i], token => token < 0 || token >= vocabularySize))
                return new RequestError(RequestErrorCodes.InvalidValue, Input, $"Token ids must be within 0 … {vocabularySize - 1}; input {i} has others.");
        }

        var total = inputs.Sum(input => (long)input.Length);
        return total <= MaxTotalTokens ? null : new RequestError(
            RequestErrorCodes.InvalidValue, Input, $"The inputs have {total} tokens together; send at most {MaxTotalTokens} in one request.");
    }
}
