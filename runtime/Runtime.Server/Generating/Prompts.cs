using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>The tokens that requests ask to be continued.</summary>
internal static class Prompts
{
    /// <exception cref="ApiException">The messages are no conversation, or the model cannot chat.</exception>
    public static int[] Chat(ChatRequest body, ITokenizer tokenizer)
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

    /// <exception cref="ApiException">There is no prompt.</exception>
    public static IReadOnlyList<int[]> Completion(CompletionRequest body, ITokenizer tokenizer)
    {
        if (body.Prompt is not { Count: > 0 } prompts) throw ApiException.Invalid("prompt", "A prompt is needed.");
        return [.. prompts.Select(prompt => prompt.Tokens ?? tokenizer.Tokenize(prompt.Text ?? "", addSpecial: true, parseSpecial: true))];
    }
}
