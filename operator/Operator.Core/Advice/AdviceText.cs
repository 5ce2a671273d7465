using System.Globalization;

namespace InferOps.Operator.Core.Advice;

/// <summary>An advice as one sentence or two.</summary>
public static class AdviceText
{
    public static string Of(CommitmentAdvice advice)
    {
        var share = advice.ShareOfHours.ToString("0%", CultureInfo.InvariantCulture);
        var saving = string.Create(CultureInfo.InvariantCulture, $"about {advice.MonthlySaving:0.##} {advice.Currency} a month");
        var instead = string.Join(" and ", advice.Instead);
        var more = $"{advice.Gpus} more {(advice.Gpus == 1 ? "GPU" : "GPUs")} ({advice.Committed} now): the last of them would have been needed for {share} of the hours";
        return advice.Action switch
        {
            AdviceActions.Rent => $"Rent {more}. In place of {instead} that saves {saving}.",
            AdviceActions.Buy => string.Create(CultureInfo.InvariantCulture,
                $"Buy {more}. In place of {instead} they earn their price in {advice.PaybackMonths:0.#} of {advice.LifetimeMonths} months, and save {saving} after what is written off."),
            _ => $"Give back {advice.Gpus} of {advice.Committed} GPUs{Term(advice)}: the first of them was needed for {share} of the hours. That saves {saving}.",
        };
    }

    private static string Term(CommitmentAdvice advice) =>
        advice.TermEnds is { } ends ? string.Create(CultureInfo.InvariantCulture, $" when the term ends on {ends.UtcDateTime:yyyy-MM-dd}") : "";
}
