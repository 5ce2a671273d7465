namespace InferOps.Runtime.Server.Wire;

/// <summary>Body of POST /tokenize: vLLM's <c>prompt</c> or <c>messages</c>, or llama-server's <c>content</c>.</summary>
internal sealed record TokenizeBody
{
    public string? Model { get; init; }

    public string? Prompt { get; init; }

    /// <summary>As llama-server has it: without special tokens at the ends unless they are asked for.</summary>
    public string? Content { get; init; }

    public IReadOnlyList<ChatRequestMessage>? Messages { get; init; }

    public bool? AddGenerationPrompt { get; init; }

    /// <summary>With the tokens the model expects at the ends; true unless said otherwise.</summary>
    public bool? AddSpecialTokens { get; init; }

    /// <summary>llama-server's name for the same.</summary>
    public bool? AddSpecial { get; init; }

    /// <summary>Reads the text of special tokens as those tokens; true unless said otherwise, as for prompts.</summary>
    public bool? ParseSpecial { get; init; }

    public bool? ReturnTokenStrs { get; init; }
}

/// <param name="Count">How many tokens.</param>
/// <param name="MaxModelLen">Most tokens of one prompt and its answer together.</param>
/// <param name="Tokens">Their ids.</param>
/// <param name="TokenStrs">Their texts, where they were asked for.</param>
internal sealed record TokenizeAnswer(int Count, int MaxModelLen, IReadOnlyList<int> Tokens, IReadOnlyList<string>? TokenStrs);

/// <summary>Body of POST /detokenize.</summary>
internal sealed record DetokenizeBody
{
    public string? Model { get; init; }

    public IReadOnlyList<int>? Tokens { get; init; }
}

/// <param name="Prompt">The text.</param>
internal sealed record DetokenizeAnswer(string Prompt);
