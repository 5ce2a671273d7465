using System.Text.Json.Serialization;
using InferOps.Runtime.Server.Errors;

namespace InferOps.Runtime.Server.Wire;

/// <summary>Body of POST /v1/completions.</summary>
internal sealed record CompletionRequest : GenerationBody
{
    [JsonConverter(typeof(TokenInputsConverter))]
    public IReadOnlyList<TokenInput>? Prompt { get; init; }

    public int? Logprobs { get; init; }

    public bool? Echo { get; init; }

    public int? BestOf { get; init; }

    public string? Suffix { get; init; }

    protected override int? LimitOfTokens => MaxTokens;

    protected override int? AlternativesPerToken => Logprobs;

    public override void Check()
    {
        if (Echo is true) throw Unsupported("echo");
        if (BestOf is { } best && best != ChoicesPerPrompt)
            throw ApiException.Unsupported("best_of", "'best_of' is not supported: every choice is returned. Ask for 'n' choices and choose among them by 'logprobs'.");
        if (Suffix is { Length: > 0 }) throw Unsupported("suffix");
        base.Check();
    }

    public override string? WireName(string? parameter) => parameter == "top_logprobs" ? "logprobs" : parameter;
}
