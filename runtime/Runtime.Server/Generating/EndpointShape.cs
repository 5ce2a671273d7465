using System.Text.Json.Serialization.Metadata;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Telemetry;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>What makes one generating endpoint different from another.</summary>
/// <param name="Name">The <c>endpoint</c> label of its requests.</param>
/// <param name="IdPrefix">Before the request id, in the answer's id.</param>
/// <param name="PromptParameter">What the prompt is called on the wire.</param>
/// <param name="Body">JSON of the request.</param>
/// <param name="Tokenize">The prompt of a request.</param>
/// <param name="Format">How answers are written.</param>
internal sealed record EndpointShape<TBody>(
    string Name,
    string IdPrefix,
    string PromptParameter,
    JsonTypeInfo<TBody> Body,
    Func<TBody, ITokenizer, int[]> Tokenize,
    Func<AnswerIdentity, TokenTable, IAnswerFormat> Format);

internal static class EndpointShapes
{
    public static EndpointShape<ChatRequest> Chat { get; } = new(
        RuntimeInstruments.ChatEndpoint,
        "chatcmpl-",
        "messages",
        WireJson.Types.ChatRequest,
        ChatPrompt,
        (identity, tokens) => new ChatFormat(identity, tokens));

    public static EndpointShape<CompletionRequest> Completion { get; } = new(
        RuntimeInstruments.CompletionEndpoint,
        "cmpl-",
        "prompt",
        WireJson.Types.CompletionRequest,
        CompletionPrompt,
        (identity, tokens) => new CompletionFormat(identity, tokens));

    private static int[] ChatPrompt(ChatRequest body, ITokenizer tokenizer)
    {
        if (body.Messages is not { Count: > 0 } messages) throw ApiException.Invalid("messages", "At least one message is needed.");
        var conversation = new List<ChatMessage>(messages.Count);
        foreach (var message in messages)
        {
            if (message?.Role is not ("system" or "developer" or "user" or "assistant" or "tool"))
                throw ApiException.Invalid("messages", $"'{message?.Role}' is not a role: use system, developer, user, assistant or tool.");
            var role = message.Role == "developer" ? "system" : message.Role;
            conversation.Add(new ChatMessage(role, message.Content ?? throw ApiException.Invalid("messages", "Every message needs a content.")));
        }

        try
        {
            return tokenizer.Tokenize(tokenizer.ApplyChatTemplate(conversation, addGenerationPrompt: true), addSpecial: true, parseSpecial: true);
        }
        catch (NotSupportedException error)
        {
            throw ApiException.Unsupported("messages", $"This model cannot chat ({error.Message}). Use /v1/completions.");
        }
    }

    private static int[] CompletionPrompt(CompletionRequest body, ITokenizer tokenizer) => body.Prompt switch
    {
        null => throw ApiException.Invalid("prompt", "A prompt is needed."),
        { Tokens: { } tokens } => tokens,
        { Text: var text } => tokenizer.Tokenize(text ?? "", addSpecial: true, parseSpecial: true),
    };
}
