using InferOps.Runtime.Core.Requests;

namespace InferOps.Runtime.Server.Wire;

internal sealed record Usage(int PromptTokens, int CompletionTokens, int TotalTokens, PromptTokensDetails PromptTokensDetails)
{
    public static Usage Of(TokenUsage usage) => new(
        usage.PromptTokens, usage.GeneratedTokens, usage.PromptTokens + usage.GeneratedTokens, new PromptTokensDetails(usage.CachedPromptTokens));
}

internal sealed record PromptTokensDetails(int CachedTokens);
