using InferOps.Runtime.Server.Security;

namespace InferOps.Runtime.Server.Tests.Security;

public sealed class BudgetTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(3);

    [Fact]
    public void A_minute_allows_what_it_allows_and_the_wait_is_exact()
    {
        var state = BudgetState.Full(new KeyLimits { RequestsPerMinute = 3 }, Start);
        for (var i = 0; i < 3; i++) state = Admitted(state.Enter());
        var refusal = state.Enter().Refusal!;
        Assert.Equal(20, refusal.RetryAfter!.Value.TotalSeconds, 3);
        Assert.NotNull(state.Refilled(Start + TimeSpan.FromSeconds(19.9)).Enter().Refusal);
        Assert.Null(state.Refilled(Start + refusal.RetryAfter.Value).Enter().Refusal);
    }

    [Fact]
    public void No_more_is_saved_up_than_one_minute_allows()
    {
        var bucket = TokenBucket.Full(10, Start).Less(10).Refilled(Start + TimeSpan.FromHours(1));
        Assert.Equal(10, bucket.Remaining);
        Assert.Equal(TimeSpan.Zero, bucket.UntilFull);
    }

    [Fact]
    public void Time_that_runs_backwards_gives_nothing() =>
        Assert.Equal(0, TokenBucket.Full(10, Start).Less(10).Refilled(Start - TimeSpan.FromMinutes(1)).Remaining);

    [Fact]
    public void Running_requests_are_counted_and_a_refused_one_uses_nothing_up()
    {
        var state = BudgetState.Full(new KeyLimits { Concurrent = 2, RequestsPerMinute = 100 }, Start);
        state = Admitted(Admitted(state.Enter()).Enter());
        var (after, refusal) = state.Enter();
        Assert.NotNull(refusal?.RetryAfter);
        Assert.Equal(98, after.Requests!.Value.Remaining);
        Assert.Null(after.Leave().Enter().Refusal);
    }

    [Fact]
    public void Tokens_are_set_aside_at_arrival_and_corrected_at_the_end()
    {
        var (state, reserved, _) = BudgetState.Full(new KeyLimits { TokensPerMinute = 100 }, Start).Reserve(10, 50);
        Assert.Equal((60, 40), (reserved, state.Tokens!.Value.Remaining));
        var refusal = state.Reserve(10, 50).Refusal!;
        Assert.Equal(12, refusal.RetryAfter!.Value.TotalSeconds, 3);
        Assert.Equal(85, state.Settle(reserved, 15).Tokens!.Value.Remaining);
        Assert.Null(state.Settle(reserved, 15).Reserve(10, 50).Refusal);
    }

    [Fact]
    public void An_answer_longer_than_the_allowance_waits_for_all_of_it_and_is_paid_for_afterwards()
    {
        var full = BudgetState.Full(new KeyLimits { TokensPerMinute = 100 }, Start);
        var (state, reserved, refusal) = full.Reserve(10, 2048);
        Assert.Null(refusal);
        Assert.Equal(100, reserved);
        var indebted = state.Settle(reserved, 150);
        Assert.Equal(0, indebted.Tokens!.Value.Remaining);
        Assert.Equal(36, indebted.Reserve(10, 0).Refusal!.RetryAfter!.Value.TotalSeconds, 3);
    }

    [Fact]
    public void A_prompt_longer_than_the_allowance_never_fits() =>
        Assert.Null(BudgetState.Full(new KeyLimits { TokensPerMinute = 100 }, Start).Reserve(101, 1).Refusal!.RetryAfter);

    [Fact]
    public void New_limits_keep_what_was_used()
    {
        var state = Admitted(BudgetState.Full(new KeyLimits { RequestsPerMinute = 10, Concurrent = 5 }, Start).Enter());
        var raised = state.Under(new KeyLimits { RequestsPerMinute = 20, TokensPerMinute = 7 }, Start);
        Assert.Equal((9, 7, 1), (raised.Requests!.Value.Remaining, raised.Tokens!.Value.Remaining, raised.Running));
        Assert.Equal(3, state.Under(new KeyLimits { RequestsPerMinute = 3 }, Start).Requests!.Value.Remaining);
        Assert.Null(state.Under(new KeyLimits(), Start).Requests);
    }

    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(19.2, "20ms")]
    [InlineData(1000, "1s")]
    [InlineData(8640, "8.64s")]
    [InlineData(59999.5, "1m0s")]
    [InlineData(61500, "1m1.5s")]
    [InlineData(360000, "6m0s")]
    public void Durations_are_written_as_openai_writes_them(double milliseconds, string expected) =>
        Assert.Equal(expected, RateLimitHeaders.Duration(TimeSpan.FromMilliseconds(milliseconds)));

    private static BudgetState Admitted((BudgetState After, BudgetRefusal? Refusal) decision)
    {
        Assert.Null(decision.Refusal);
        return decision.After;
    }
}
