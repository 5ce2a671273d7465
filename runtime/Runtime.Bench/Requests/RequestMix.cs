namespace InferOps.Runtime.Bench.Requests;

/// <summary>What is asked.</summary>
public sealed record RequestMix
{
    public required string Model { get; init; }

    public PromptForm Form { get; init; } = PromptForm.Chat;

    /// <summary>Tokens of a prompt, the shared ones included.</summary>
    public Lengths PromptTokens { get; init; } = 128;

    /// <summary><c>max_tokens</c>.</summary>
    public Lengths OutputTokens { get; init; } = 64;

    /// <summary>Share of each prompt, from its beginning, that all requests have in common. From 0 to 1.</summary>
    public double SharedPrefix { get; init; }

    /// <summary>Asks servers that know <c>ignore_eos</c> to go on to the limit, so that all answers have their full length.</summary>
    public bool IgnoreEndOfGeneration { get; init; } = true;

    public double Temperature { get; init; }

    /// <summary>Token numbers are drawn from [<see cref="FirstToken"/>, <see cref="FirstToken"/> + <see cref="TokenRange"/>).</summary>
    public int FirstToken { get; init; } = 300;

    public int TokenRange { get; init; } = 20_000;

    /// <summary>The same seed gives the same requests; another one shares no prefix with them.</summary>
    public int Seed { get; init; } = 1;
}
