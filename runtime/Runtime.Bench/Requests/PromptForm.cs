namespace InferOps.Runtime.Bench.Requests;

/// <summary>How prompts are written.</summary>
public enum PromptForm
{
    /// <summary>One user message of so many words, to /v1/chat/completions. Every server knows it; lengths are about right.</summary>
    Chat,

    /// <summary>So many words, to /v1/completions.</summary>
    Text,

    /// <summary>Token numbers, to /v1/completions: lengths are exact, and the server need not tokenize.</summary>
    Tokens,
}
