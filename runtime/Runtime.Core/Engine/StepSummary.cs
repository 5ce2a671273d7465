namespace InferOps.Runtime.Core.Engine;

/// <summary>What one step did.</summary>
/// <param name="PromptTokens">Prompt tokens evaluated for the first time.</param>
/// <param name="GeneratedTokens">Tokens generated.</param>
/// <param name="Entries">Tokens in the batch, those evaluated again after a preemption and rejected drafts included.</param>
/// <param name="Duration">From planning to the last chosen token.</param>
public readonly record struct StepSummary(int PromptTokens, int GeneratedTokens, int Entries, TimeSpan Duration);
