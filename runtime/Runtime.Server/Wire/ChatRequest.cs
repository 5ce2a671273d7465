using System.Text.Json;
using System.Text.Json.Serialization;

namespace InferOps.Runtime.Server.Wire;

/// <summary>Body of POST /v1/chat/completions.</summary>
internal sealed record ChatRequest : GenerationBody
{
    public IReadOnlyList<ChatRequestMessage>? Messages { get; init; }

    public int? MaxCompletionTokens { get; init; }

    public bool? Logprobs { get; init; }

    public int? TopLogprobs { get; init; }

    public JsonElement? Tools { get; init; }

    protected override int? LimitOfTokens => MaxCompletionTokens ?? MaxTokens;

    protected override int? AlternativesPerToken => Logprobs is true ? TopLogprobs ?? 0 : null;

    public override string? Unsupported() => Tools is { ValueKind: JsonValueKind.Array } tools && tools.GetArrayLength() > 0 ? "tools" : base.Unsupported();
}

internal sealed record ChatRequestMessage
{
    public string? Role { get; init; }

    [JsonConverter(typeof(MessageContentConverter))]
    public string? Content { get; init; }
}
