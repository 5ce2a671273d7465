using System.Text.Json;
using System.Text.Json.Serialization;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Server.Errors;

namespace InferOps.Runtime.Server.Wire;

/// <summary>The parameters that chat and text completions share. Absent means: not said.</summary>
internal abstract record GenerationBody
{
    private const int MaxChoices = 16;
    private const int MaxPriority = 100;

    public string? Model { get; init; }

    public bool? Stream { get; init; }

    public StreamOptions? StreamOptions { get; init; }

    public int? MaxTokens { get; init; }

    public float? Temperature { get; init; }

    public int? TopK { get; init; }

    public float? TopP { get; init; }

    public float? MinP { get; init; }

    public float? RepetitionPenalty { get; init; }

    public float? PresencePenalty { get; init; }

    public float? FrequencyPenalty { get; init; }

    public long? Seed { get; init; }

    [JsonConverter(typeof(StringOrStringsConverter))]
    public IReadOnlyList<string>? Stop { get; init; }

    public Dictionary<string, float>? LogitBias { get; init; }

    /// <summary>Choices per prompt.</summary>
    public int? N { get; init; }

    /// <summary>As vLLM has it: lower runs first. A key has its own ceiling.</summary>
    public int? Priority { get; init; }

    public bool? IgnoreEos { get; init; }

    public ResponseFormat? ResponseFormat { get; init; }

    /// <summary>As llama-server has it: a grammar in llama.cpp's notation that the answer must match.</summary>
    public string? Grammar { get; init; }

    protected abstract int? LimitOfTokens { get; }

    protected abstract int? AlternativesPerToken { get; }

    [JsonIgnore]
    public int ChoicesPerPrompt => N ?? 1;

    /// <exception cref="ApiException">A parameter is out of its range, or set to something this runtime does not do: nothing is ignored in silence that changes the answer.</exception>
    public virtual void Check()
    {
        if (N is < 1 or > MaxChoices) throw ApiException.Invalid("n", $"Invalid value for 'n': must be within 1 … {MaxChoices}.");
        if (Priority is < -MaxPriority or > MaxPriority)
            throw ApiException.Invalid("priority", $"Invalid value for 'priority': must be within {-MaxPriority} … {MaxPriority}; lower runs first.");
        if (StreamOptions is not null && Stream is not true) throw ApiException.Invalid("stream_options", "'stream_options' is only allowed when 'stream' is true.");
    }

    /// <summary>What this endpoint calls a parameter of the engine.</summary>
    public virtual string? WireName(string? parameter) => parameter;

    public GenerationParameters Parameters(int[] prompt) => new()
    {
        Prompt = prompt,
        MaxTokens = LimitOfTokens,
        Temperature = Temperature,
        TopK = TopK,
        TopP = TopP,
        MinP = MinP,
        RepetitionPenalty = RepetitionPenalty,
        PresencePenalty = PresencePenalty,
        FrequencyPenalty = FrequencyPenalty,
        Stop = Stop ?? [],
        LogitBias = LogitBias,
        TopLogprobs = AlternativesPerToken,
        IgnoreEndOfGeneration = IgnoreEos ?? false,
    };

    protected static ApiException Unsupported(string parameter) =>
        ApiException.Unsupported(parameter, $"'{parameter}' is not supported by this runtime as it was set.");
}

internal sealed record StreamOptions(bool? IncludeUsage);
