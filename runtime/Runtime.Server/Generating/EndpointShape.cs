using System.Text.Json.Serialization.Metadata;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Chat;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Lifecycle;
using InferOps.Runtime.Server.Telemetry;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>What makes one generating endpoint different from another.</summary>
/// <param name="Name">The <c>endpoint</c> label of its requests.</param>
/// <param name="IdPrefix">Before the request id, in the answer's id.</param>
/// <param name="Body">JSON of the request.</param>
/// <param name="Plan">What a request comes to.</param>
/// <param name="Format">How an answer is written.</param>
internal sealed record EndpointShape<TBody>(
    string Name,
    string IdPrefix,
    JsonTypeInfo<TBody> Body,
    Func<TBody, ServingModel, AnswerPlan> Plan,
    Func<AnswerPlan, AnswerIdentity, TokenTable, IAnswerFormat> Format);

internal static class EndpointShapes
{
    public static EndpointShape<ChatRequest> Chat { get; } = new(
        RuntimeInstruments.ChatEndpoint,
        "chatcmpl-",
        WireJson.Types.ChatRequest,
        ChatPlanner.Plan,
        (plan, identity, tokens) => new ChatFormat(identity, tokens, plan.Tools));

    public static EndpointShape<CompletionRequest> Completion { get; } = new(
        RuntimeInstruments.CompletionEndpoint,
        "cmpl-",
        WireJson.Types.CompletionRequest,
        CompletionPlan,
        (_, identity, tokens) => new CompletionFormat(identity, tokens));

    private static AnswerPlan CompletionPlan(CompletionRequest body, ServingModel model)
    {
        if (body.Prompt is not { Count: > 0 } prompts) throw ApiException.Invalid("prompt", "A prompt is needed.");
        return new AnswerPlan([.. prompts.Select(prompt => prompt.Tokens ?? model.Tokenizer.Tokenize(prompt.Text ?? "", addSpecial: true, parseSpecial: true))]);
    }
}
