using System.Text.Json.Serialization;

namespace InferOps.Runtime.Server.Wire;

/// <summary>Body of POST /v1/completions.</summary>
internal sealed record CompletionRequest : GenerationBody
{
    [JsonConverter(typeof(PromptConverter))]
    public Prompt? Prompt { get; init; }

    public int? Logprobs { get; init; }

    public bool? Echo { get; init; }

    public int? BestOf { get; init; }

    public string? Suffix { get; init; }

    protected override int? LimitOfTokens => MaxTokens;

    protected override int? AlternativesPerToken => Logprobs;

    public override string? Unsupported()
    {
        if (Echo is true) return "echo";
        if (BestOf is > 1) return "best_of";
        return Suffix is { Length: > 0 } ? "suffix" : base.Unsupported();
    }
}

/// <summary>A prompt as text, or as the tokens of this model.</summary>
internal sealed record Prompt(string? Text, int[]? Tokens);
