namespace InferOps.Runtime.Server.Generating;

/// <summary>How an answer is wanted.</summary>
/// <param name="Client">Who reads it.</param>
/// <param name="Choices">How many choices it has.</param>
/// <param name="ChoicesPerPrompt">How many of them answer the same prompt.</param>
/// <param name="IncludeUsage">A stream tells its usage.</param>
internal sealed record AnswerOptions(ClientConnection Client, int Choices, int ChoicesPerPrompt, bool IncludeUsage);
