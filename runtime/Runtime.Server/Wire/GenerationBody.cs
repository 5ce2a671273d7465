using System.Text.Json;
using System.Text.Json.Serialization;
using InferOps.Runtime.Core.Requests;

namespace InferOps.Runtime.Server.Wire;

/// <summary>The parameters that chat and text completions share. Absent means: not said.</summary>
internal abstract record GenerationBody
{
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

    public int? N { get; init; }

    public bool? IgnoreEos { get; init; }

    public ResponseFormat? ResponseFormat { get; init; }

    protected abstract int? LimitOfTokens { get; }

    protected abstract int? AlternativesPerToken { get; }

    /// <summary>The first parameter that was set to something this runtime does not do: nothing is ignored in silence that changes the answer.</summary>
    public virtual string? Unsupported()
    {
        if (N is > 1) return "n";
        return ResponseFormat is { Type: not "text" } ? "response_format" : null;
    }

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
        Seed = Seed,
        Stop = Stop ?? [],
        LogitBias = LogitBias,
        TopLogprobs = AlternativesPerToken,
        IgnoreEndOfGeneration = IgnoreEos ?? false,
    };
}

internal sealed record StreamOptions(bool? IncludeUsage);

internal sealed record ResponseFormat(string? Type);
