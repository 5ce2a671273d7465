using System.Text.Json;
using System.Text.Json.Serialization;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Server.Errors;

namespace InferOps.Runtime.Server.Wire;

/// <summary>Body of POST /v1/chat/completions.</summary>
internal sealed record ChatRequest : GenerationBody
{
    public IReadOnlyList<ChatRequestMessage>? Messages { get; init; }

    public int? MaxCompletionTokens { get; init; }

    public bool? Logprobs { get; init; }

    public int? TopLogprobs { get; init; }

    public JsonElement? Tools { get; init; }

    public JsonElement? ToolChoice { get; init; }

    public bool? ParallelToolCalls { get; init; }

    /// <summary>Further variables for the chat template, as vLLM has them.</summary>
    public JsonElement? ChatTemplateKwargs { get; init; }

    protected override int? LimitOfTokens => MaxCompletionTokens ?? MaxTokens;

    protected override int? AlternativesPerToken => Logprobs is true ? TopLogprobs ?? 0 : null;

    public override void Check()
    {
        if (TopLogprobs is not null && Logprobs is not true) throw ApiException.Invalid("top_logprobs", "'top_logprobs' is only allowed when 'logprobs' is true.");
        base.Check();
    }

    public override string? WireName(string? parameter) => parameter switch
    {
        RequestValidator.Prompt => "messages",
        "max_tokens" when MaxCompletionTokens is not null => "max_completion_tokens",
        _ => parameter,
    };
}

internal sealed record ChatRequestMessage
{
    public string? Role { get; init; }

    [JsonConverter(typeof(MessageContentConverter))]
    public string? Content { get; init; }

    public string? Name { get; init; }

    public string? ReasoningContent { get; init; }

    public IReadOnlyList<ToolCallBody>? ToolCalls { get; init; }

    public string? ToolCallId { get; init; }
}

/// <summary>A call that an assistant makes, or made earlier.</summary>
internal sealed record ToolCallBody(string? Id, string? Type, CalledFunction? Function);

/// <param name="Name">The function; absent where only arguments are added.</param>
/// <param name="Arguments">JSON in a string.</param>
internal sealed record CalledFunction([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name, string? Arguments);
