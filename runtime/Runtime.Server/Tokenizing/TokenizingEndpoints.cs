using System.Buffers;
using System.Text;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Chat;
using InferOps.Runtime.Server.Lifecycle;
using InferOps.Runtime.Server.Models;
using InferOps.Runtime.Server.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InferOps.Runtime.Server.Tokenizing;

/// <summary>POST /tokenize and POST /detokenize, in the shapes of vLLM: what a text costs, and what tokens say.</summary>
internal static class TokenizingEndpoints
{
    public static void MapTokenizing(this IEndpointRouteBuilder routes, Replica replica, RuntimeServerOptions options)
    {
        routes.MapPost("/tokenize", async context =>
        {
            var body = await JsonBody.ReadAsync(context, WireJson.Types.TokenizeBody);
            ServedModels.Adapter(body.Model, options.ServedName, replica.Model.Description);
            await context.Response.WriteAsJsonAsync(Tokenize(body, replica.Model), WireJson.Types.TokenizeAnswer, "application/json", context.RequestAborted);
        });
        routes.MapPost("/detokenize", async context =>
        {
            var body = await JsonBody.ReadAsync(context, WireJson.Types.DetokenizeBody);
            ServedModels.Adapter(body.Model, options.ServedName, replica.Model.Description);
            await context.Response.WriteAsJsonAsync(Detokenize(body, replica.Model), WireJson.Types.DetokenizeAnswer, "application/json", context.RequestAborted);
        });
    }

    private static TokenizeAnswer Tokenize(TokenizeBody body, ServingModel model)
    {
        var special = body.AddSpecialTokens ?? body.AddSpecial;
        var tokens = body switch
        {
            { Messages: { } messages, Prompt: null, Content: null } => Messages(body, messages, model),
            { Prompt: { } prompt, Messages: null, Content: null } => model.Tokenizer.Tokenize(prompt, special ?? true, body.ParseSpecial ?? true),
            { Content: { } content, Messages: null, Prompt: null } => model.Tokenizer.Tokenize(content, special ?? false, body.ParseSpecial ?? true),
            _ => throw ApiException.Invalid("prompt", "Send one of 'prompt', 'messages' and 'content'."),
        };
        var texts = body.ReturnTokenStrs is true ? tokens.Select(token => Encoding.UTF8.GetString(model.Engine.Tokens[token])).ToList() : null;
        return new TokenizeAnswer(tokens.Length, model.Validator.Limits.ContextTokens, tokens, texts);
    }

    private static int[] Messages(TokenizeBody body, IReadOnlyList<ChatRequestMessage> messages, ServingModel model)
    {
        if (body.AddGenerationPrompt is false)
            throw ApiException.Unsupported("add_generation_prompt", "Messages are tokenized as a chat request has them: with the beginning of the answer.");
        return ChatPlanner.Plan(new ChatRequest { Messages = messages }, model).Prompts[0];
    }

    private static DetokenizeAnswer Detokenize(DetokenizeBody body, ServingModel model)
    {
        if (body.Tokens is not { } tokens) throw ApiException.Invalid("tokens", "Tokens are needed.");
        var vocabulary = model.Description.VocabularySize;
        if (tokens.Any(token => token < 0 || token >= vocabulary)) throw ApiException.Invalid("tokens", $"Token ids must be within 0 … {vocabulary - 1}.");

        // Characters may be spread over several tokens, so bytes are joined before they are read.
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var token in tokens) bytes.Write(model.Engine.Tokens[token]);
        return new DetokenizeAnswer(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }
}
