using System.Text.Json.Serialization.Metadata;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Lifecycle;
using InferOps.Runtime.Server.Telemetry;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>What makes one generating endpoint different from another.</summary>
/// <param name="Name">The <c>endpoint</c> label of its requests.</param>
/// <param name="IdPrefix">Before the request id, in the answer's id.</param>
/// <param name="Body">JSON of the request.</param>
/// <param name="Prompts">The prompts of a request.</param>
/// <param name="Format">How an answer is written.</param>
internal sealed record EndpointShape<TBody>(
    string Name,
    string IdPrefix,
    JsonTypeInfo<TBody> Body,
    Func<TBody, ServingModel, IReadOnlyList<int[]>> Prompts,
    Func<TBody, AnswerIdentity, TokenTable, IAnswerFormat> Format);

internal static class EndpointShapes
{
    public static EndpointShape<ChatRequest> Chat { get; } = new(
        RuntimeInstruments.ChatEndpoint,
        "chatcmpl-",
        WireJson.Types.ChatRequest,
        (body, model) => [Prompts.Chat(body, model)],
        (_, identity, tokens) => new ChatFormat(identity, tokens));

    public static EndpointShape<CompletionRequest> Completion { get; } = new(
        RuntimeInstruments.CompletionEndpoint,
        "cmpl-",
        WireJson.Types.CompletionRequest,
        Prompts.Completion,
        (_, identity, tokens) => new CompletionFormat(identity, tokens));
}
