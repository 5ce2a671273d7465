using System.Globalization;
using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Requests;

/// <summary>Turns what a caller asked for into a request that can be served, or says what is wrong with it.</summary>
public sealed class RequestValidator(RequestLimits limits)
{
    /// <summary>How errors name the prompt; on the wire it may have another name.</summary>
    public const string Prompt = "prompt";

    public RequestLimits Limits => limits;

    /// <param name="asked">The caller's parameters.</param>
    /// <param name="freshSeed">The seed used when the caller gave none.</param>
    public Validated Validate(GenerationParameters asked, ulong freshSeed)
    {
        var error = PromptError(asked) ?? LengthError(asked) ?? SamplingError(asked) ?? StopError(asked) ?? BiasError(asked, out _);
        if (error is not null) return new Validated(error);

        var room = limits.ContextTokens - asked.Prompt.Length;
        BiasError(asked, out var biases);
        var sampling = new SamplingOptions
        {
            Temperature = asked.Temperature ?? 1,
            TopK = asked.TopK is > 0 ? asked.TopK.Value : null,
            TopP = asked.TopP ?? 1,
            MinP = asked.MinP ?? 0,
            RepetitionPenalty = asked.RepetitionPenalty ?? 1,
            PresencePenalty = asked.PresencePenalty ?? 0,
            FrequencyPenalty = asked.FrequencyPenalty ?? 0,
            Seed = asked.Seed is { } seed ? unchecked((ulong)seed) : freshSeed,
            LogitBias = biases,
            TopLogprobs = asked.TopLogprobs,
            IgnoreEndOfGeneration = asked.IgnoreEndOfGeneration,
        };
        return new Validated(new GenerationRequest(asked, asked.MaxTokens ?? Math.Min(room, limits.DefaultMaxTokens), sampling));
    }

    private RequestError? PromptError(GenerationParameters asked)
    {
        if (asked.Prompt.Length == 0) return new RequestError(RequestErrorCodes.EmptyPrompt, Prompt, "The prompt has no tokens.");
        var vocabulary = limits.VocabularySize;
        return Array.Exists(asked.Prompt, token => token < 0 || token >= vocabulary)
            ? Invalid(Prompt, $"token ids must be within 0 … {vocabulary - 1}")
            : null;
    }

    private RequestError? LengthError(GenerationParameters asked)
    {
        if (asked.MaxTokens is < 1) return Invalid("max_tokens", "must be at least 1");
        var wanted = (long)asked.Prompt.Length + (asked.MaxTokens ?? 1);
        if (wanted <= limits.ContextTokens) return null;
        var completion = asked.MaxTokens is { } max ? $" and {max} in the completion" : " and room for at least one in the completion";
        return new RequestError(
            RequestErrorCodes.ContextLengthExceeded,
            Prompt,
            $"This model's context holds {limits.ContextTokens} tokens; the request needs {asked.Prompt.Length} in the prompt{completion}. Shorten one of them.");
    }

    private static RequestError? SamplingError(GenerationParameters asked) =>
        Outside("temperature", asked.Temperature, 0, 2)
        ?? Outside("top_p", asked.TopP, float.Epsilon, 1)
        ?? Outside("min_p", asked.MinP, 0, 1)
        ?? Outside("repetition_penalty", asked.RepetitionPenalty, 0.01f, 10)
        ?? Outside("presence_penalty", asked.PresencePenalty, -2, 2)
        ?? Outside("frequency_penalty", asked.FrequencyPenalty, -2, 2)
        ?? Outside("top_logprobs", asked.TopLogprobs, 0, RequestLimits.MaxTopLogprobs)
        ?? Outside("top_k", asked.TopK, -1, int.MaxValue);

    private static RequestError? StopError(GenerationParameters asked)
    {
        if (asked.Stop.Count > RequestLimits.MaxStopStrings) return Invalid("stop", $"at most {RequestLimits.MaxStopStrings} strings");
        return asked.Stop.Any(stop => stop.Length is 0 or > RequestLimits.MaxStopLength)
            ? Invalid("stop", $"each string must have 1 to {RequestLimits.MaxStopLength} characters")
            : null;
    }

    private RequestError? BiasError(GenerationParameters asked, out KeyValuePair<int, float>[] biases)
    {
        biases = [];
        if (asked.LogitBias is not { Count: > 0 } wanted) return null;
        if (wanted.Count > RequestLimits.MaxLogitBiases) return Invalid("logit_bias", $"at most {RequestLimits.MaxLogitBiases} tokens");
        biases = new KeyValuePair<int, float>[wanted.Count];
        var next = 0;
        foreach (var (name, bias) in wanted)
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var token) || token >= limits.VocabularySize)
                return Invalid("logit_bias", $"'{name}' is not a token id of this model");
            if (Outside("logit_bias", bias, -100, 100) is { } error) return error;
            biases[next++] = new KeyValuePair<int, float>(token, bias);
        }

        return null;
    }

    // A comparison with NaN is false, so the range is tested from the inside.
    private static RequestError? Outside(string parameter, float? value, float low, float high) =>
        value is not { } given || (given >= low && given <= high) ? null : Invalid(parameter, $"must be within {low} … {high}");

    private static RequestError Invalid(string parameter, string rule) =>
        new(RequestErrorCodes.InvalidValue, parameter, $"Invalid value for '{parameter}': {rule}.");
}
