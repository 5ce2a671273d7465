using InferOps.Operator.Core.Advice;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;

namespace InferOps.Operator.Core.Tests.Status;

public sealed class AdviceSummarizerTests
{
    private static readonly CommitmentAdvice Rent = new()
    {
        Pool = "rented", Action = AdviceActions.Rent, Gpus = 2, Committed = 4, ShareOfHours = 0.807, MonthlySaving = 413.2m, Currency = "USD", Instead = ["cloud"],
    };

    [Fact]
    public void Advice_on_a_pool_that_is_open_to_the_service_is_told_with_its_numbers()
    {
        var result = StatusSummarizer.Summarize(Input(Open, Rent));
        var advice = Assert.Single(result.Status.Advice!);
        Assert.Equal(("rented", "Rent", 2, "0.81", "410", "USD", null), (advice.Pool, advice.Action, advice.Gpus, advice.ShareOfHours?.Text, advice.MonthlySaving?.Text, advice.Currency, advice.PaybackMonths?.Text));
        Assert.Equal((ConditionStatus.True, Reasons.ChangeAdvised, $"rented: {advice.Message}"), State(result));
        Assert.Contains("saves about 410 USD a month", advice.Message, StringComparison.Ordinal);
        Assert.Equal([EventReasons.CommitmentAdvised], result.Events.Select(happened => happened.Reason).Where(reason => reason == EventReasons.CommitmentAdvised));
    }

    [Fact]
    public void Numbers_that_hardly_move_are_neither_written_nor_an_event()
    {
        var before = StatusSummarizer.Summarize(Input(Open, Rent)).Status;
        var after = StatusSummarizer.Summarize(Input(Open, before, Rent with { ShareOfHours = 0.83, MonthlySaving = 431 }));
        Assert.Equal(before.Advice, after.Status.Advice);
        Assert.DoesNotContain(after.Events, happened => happened.Reason == EventReasons.CommitmentAdvised);
    }

    [Fact]
    public void Another_number_of_GPUs_is_news()
    {
        var before = StatusSummarizer.Summarize(Input(Open, Rent)).Status;
        Assert.Contains(StatusSummarizer.Summarize(Input(Open, before, Rent with { Gpus = 3 })).Events, happened => happened.Reason == EventReasons.CommitmentAdvised);
    }

    [Fact]
    public void Advice_on_a_pool_that_is_closed_to_the_service_is_not_its_own()
    {
        var result = StatusSummarizer.Summarize(Input(PlacementReasons.DataClassNotPermitted, Rent));
        Assert.Null(result.Status.Advice);
        Assert.Equal((ConditionStatus.Unknown, Reasons.NothingToCompare), (State(result).Status, State(result).Reason));
    }

    [Theory]
    [InlineData(true, ConditionStatus.False, Reasons.CommitmentsFit)]
    [InlineData(false, ConditionStatus.Unknown, Reasons.TooLittleHistory)]
    public void Without_advice_it_is_told_whether_there_is_none_or_none_yet(bool seenEnough, ConditionStatus status, string reason)
    {
        var input = Input(Open) with { Outlook = new() { Advice = [], Judged = new Dictionary<string, bool> { ["rented"] = seenEnough }, History = LoadHistory.Empty } };
        Assert.Equal((status, reason), (State(StatusSummarizer.Summarize(input)).Status, State(StatusSummarizer.Summarize(input)).Reason));
    }

    [Fact]
    public void A_new_leader_leaves_it_as_it_was_until_it_has_looked()
    {
        var before = StatusSummarizer.Summarize(Input(Open, Rent)).Status;
        var after = StatusSummarizer.Summarize(Input(Open, before) with { Outlook = null });
        Assert.Equal(before.Advice, after.Status.Advice);
        Assert.Equal(ConditionStatus.True, State(after).Status);
        Assert.False(after.Changed);
    }

    private const string Open = PlacementReasons.NoFreeGpus;

    private static StatusInput Input(string rejection, params IReadOnlyList<CommitmentAdvice> advice) => Input(rejection, new(), advice);

    private static StatusInput Input(string rejection, InferenceServiceStatus before, params IReadOnlyList<CommitmentAdvice> advice)
    {
        var input = World.Input(World.Service(before));
        return input with
        {
            Plan = input.Plan! with { Rejected = [new() { Name = "rented", Reason = rejection, Message = "no" }] },
            Outlook = new() { Advice = advice, Judged = new Dictionary<string, bool> { ["rented"] = true }, History = LoadHistory.Empty },
        };
    }

    private static (ConditionStatus Status, string Reason, string Message) State(StatusResult result) =>
        result.Condition(ConditionTypes.CommitmentAdvice) is var condition ? (condition.Status, condition.Reason, condition.Message) : default;
}
