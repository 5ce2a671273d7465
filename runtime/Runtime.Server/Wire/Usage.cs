using InferOps.Runtime.Core.Requests;

namespace InferOps.Runtime.Server.Wire;

internal sealed record Usage(int PromptTokens, int CompletionTokens, int TotalTokens, PromptTokensDetails PromptTokensDetails)
{
    /// <summary>Of all choices of an answer: each prompt counts once, however many choices answer it.</summary>
    public static Usage Of(IReadOnlyList<TokenUsage> choices, int choicesPerPrompt)
    {
        var (prompt, cached) = (0, 0);
        foreach (var samePrompt in choices.Chunk(choicesPerPrompt))
        {
            prompt += samePrompt[0].PromptTokens;

            // Choices find the cells of the one that came first, and only what that one found was there before.
            cached += samePrompt.Min(choice => choice.CachedPromptTokens);
        }

        var generated = choices.Sum(choice => choice.GeneratedTokens);
        return new Usage(prompt, generated, prompt + generated, new PromptTokensDetails(cached));
    }
}

internal sealed record PromptTokensDetails(int CachedTokens);
