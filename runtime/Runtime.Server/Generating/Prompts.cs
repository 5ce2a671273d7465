using InferOps.Runtime.Server.Chat;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Lifecycle;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>The tokens that requests ask to be continued.</summary>
internal static class Prompts
{
    /// <exception cref="ApiException">The messages are no conversation, or the model cannot chat.</exception>
    public static int[] Chat(ChatRequest body, ServingModel model) => model.Chat.Prompt(ConversationReader.Read(body));

    /// <exception cref="ApiException">There is no prompt.</exception>
    public static IReadOnlyList<int[]> Completion(CompletionRequest body, ServingModel model)
    {
        if (body.Prompt is not { Count: > 0 } prompts) throw ApiException.Invalid("prompt", "A prompt is needed.");
        return [.. prompts.Select(prompt => prompt.Tokens ?? model.Tokenizer.Tokenize(prompt.Text ?? "", addSpecial: true, parseSpecial: true))];
    }
}
