using InferOps.Operator.Core.Advice;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Status;

/// <summary>What would make the pools that a service may use cheaper, in words. Numbers that hardly move stay as they were written.</summary>
internal static class AdviceSummarizer
{
    /// <summary>As long as nobody has looked, what was said before stays.</summary>
    public static IReadOnlyList<AdviceStatus> Summarize(StatusInput input, PlacementStatus? placement)
    {
        var before = input.Previous.Advice ?? [];
        if (input.Outlook is not { } outlook) return before;
        var open = Open(placement);
        return [.. outlook.Advice.Where(advice => open.Contains(advice.Pool)).Select(advice => Status(advice, before.FirstOrDefault(known => known.Pool == advice.Pool && known.Action == advice.Action)))];
    }

    public static Finding Finding(StatusInput input, PlacementStatus? placement, IReadOnlyList<AdviceStatus> advice)
    {
        if (input.Outlook is not { } outlook)
        {
            return input.Previous.Conditions?.FirstOrDefault(condition => condition.Type == ConditionTypes.CommitmentAdvice) is { } said
                ? new(said.Status, said.Reason, said.Message)
                : Core.Status.Finding.Unknown(Reasons.TooLittleHistory, "No load was recorded yet.");
        }
        if (advice.Count > 0) return Core.Status.Finding.True(Reasons.ChangeAdvised, string.Join(" ", advice.Select(one => $"{one.Pool}: {one.Message}")));
        var open = Open(placement);
        var judged = outlook.Judged.Where(pool => open.Contains(pool.Key)).Select(pool => pool.Value).ToList();
        if (judged.Count == 0)
            return Core.Status.Finding.Unknown(Reasons.NothingToCompare, "No pool that the service may use is Dedicated with a gpuHour, or OnPremises with a capexPerGpu.");
        return judged.Contains(true)
            ? Core.Status.Finding.False(Reasons.CommitmentsFit, "What is owned and rented fits the load of the last weeks.")
            : Core.Status.Finding.Unknown(Reasons.TooLittleHistory, "Less than a week of load was recorded; advice begins after that.");
    }

    private static IReadOnlySet<string> Open(PlacementStatus? placement) => placement is null ? new HashSet<string>() : OpenPools.Of(placement);

    private static AdviceStatus Status(CommitmentAdvice advice, AdviceStatus? before)
    {
        var share = ThroughputSummarizer.Settle(before?.ShareOfHours, advice.ShareOfHours);
        var saving = ThroughputSummarizer.Settle(before?.MonthlySaving, (double)advice.MonthlySaving);
        var payback = advice.PaybackMonths is { } months ? ThroughputSummarizer.Settle(before?.PaybackMonths, (double)months) : default(Amount?);
        return new()
        {
            Pool = advice.Pool,
            Action = advice.Action,
            Gpus = advice.Gpus,
            ShareOfHours = share,
            MonthlySaving = saving,
            Currency = advice.Currency,
            PaybackMonths = payback,
            Message = AdviceText.Of(advice with { ShareOfHours = (double)share.ToDecimal(), MonthlySaving = saving.ToDecimal(), PaybackMonths = payback?.ToDecimal() }),
        };
    }
}
