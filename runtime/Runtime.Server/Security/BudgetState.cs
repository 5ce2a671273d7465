namespace InferOps.Runtime.Server.Security;

/// <summary>What keys of one name have left. A value: every decision gives the state after it.</summary>
internal sealed record BudgetState(KeyLimits Limits, TokenBucket? Requests, TokenBucket? Tokens, int Running)
{
    public static BudgetState Full(KeyLimits limits, TimeSpan now) => new(limits, Bucket(limits.RequestsPerMinute, now), Bucket(limits.TokensPerMinute, now), 0);

    public BudgetState Refilled(TimeSpan now) => this with { Requests = Requests?.Refilled(now), Tokens = Tokens?.Refilled(now) };

    /// <summary>New limits for the same use.</summary>
    public BudgetState Under(KeyLimits limits, TimeSpan now) => this with
    {
        Limits = limits,
        Requests = limits.RequestsPerMinute is { } requests ? Requests?.Of(requests) ?? TokenBucket.Full(requests, now) : null,
        Tokens = limits.TokensPerMinute is { } tokens ? Tokens?.Of(tokens) ?? TokenBucket.Full(tokens, now) : null,
    };

    /// <summary>One more request, or why not. A refused one uses nothing up.</summary>
    public (BudgetState After, BudgetRefusal? Refusal) Enter()
    {
        if (Running >= Limits.Concurrent) return (this, BudgetRefusal.Concurrent(Limits.Concurrent.Value));
        if (Requests is { } requests && !requests.Has(1)) return (this, BudgetRefusal.Requests(requests));
        return (this with { Requests = Requests?.Less(1), Running = Running + 1 }, null);
    }

    public BudgetState Leave() => this with { Running = Running - 1 };

    /// <summary>Sets tokens aside for a prompt and the longest answer to it, or says why not.</summary>
    /// <remarks>
    /// An answer that could be longer than a whole minute's allowance is not refused for ever: it waits until the allowance is full, and what it really used is
    /// taken when it is known.
    /// </remarks>
    /// <param name="prompt">Tokens of the prompt.</param>
    /// <param name="answer">Most tokens of the answer.</param>
    public (BudgetState After, int Reserved, BudgetRefusal? Refusal) Reserve(int prompt, long answer)
    {
        if (Tokens is not { } tokens) return (this, 0, null);
        if (prompt > tokens.PerMinute) return (this, 0, BudgetRefusal.Prompt(tokens, prompt));
        var wanted = (int)Math.Min(prompt + answer, tokens.PerMinute);
        return tokens.Has(wanted)
            ? (this with { Tokens = tokens.Less(wanted) }, wanted, null)
            : (this, 0, BudgetRefusal.Tokens(tokens, wanted));
    }

    /// <summary>Corrects a reservation by what was really used.</summary>
    public BudgetState Settle(int reserved, int used) => this with { Tokens = Tokens?.Less(used - reserved) };

    private static TokenBucket? Bucket(int? perMinute, TimeSpan now) => perMinute is { } limit ? TokenBucket.Full(limit, now) : null;
}

/// <summary>Which limit a request met.</summary>
/// <param name="Message">For the caller.</param>
/// <param name="RetryAfter">When it fits; absent when it never will.</param>
internal sealed record BudgetRefusal(string Message, TimeSpan? RetryAfter)
{
    // How long a running request still takes is not known here.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    public static BudgetRefusal Concurrent(int limit) =>
        new($"This API key may have {limit} requests at the same moment, and it has. Wait for one of them to finish.", Soon);

    public static BudgetRefusal Requests(TokenBucket bucket) =>
        new($"This API key may send {bucket.PerMinute} requests per minute. Try again later.", bucket.Until(1));

    public static BudgetRefusal Tokens(TokenBucket bucket, int wanted) =>
        new($"This API key may use {bucket.PerMinute} tokens per minute; the request may need {wanted}, and {bucket.Remaining} are left. Try again later.", bucket.Until(wanted));

    public static BudgetRefusal Prompt(TokenBucket bucket, int prompt) =>
        new($"This API key may use {bucket.PerMinute} tokens per minute, and the prompt alone has {prompt}. Shorten it.", null);
}
