using System.Globalization;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Status;

/// <summary>Token rates, rounded to two significant digits and kept while they move by less than a tenth, so that steady load writes nothing.</summary>
internal static class ThroughputSummarizer
{
    private const double Share = 0.10;

    /// <summary>What was written before stays while nothing new is known; a service that runs nothing has none.</summary>
    public static ThroughputStatus? Summarize(ThroughputStatus? previous, Throughput? measured, bool runsNothing)
    {
        if (runsNothing) return null;
        if (measured is null) return previous;
        return new ThroughputStatus
        {
            PromptTokensPerSecond = Settle(previous?.PromptTokensPerSecond, measured.Prompt),
            GeneratedTokensPerSecond = Settle(previous?.GeneratedTokensPerSecond, measured.Generated),
            TotalTokensPerSecond = Settle(previous?.TotalTokensPerSecond, measured.Prompt + measured.Generated),
        };
    }

    /// <summary>The amount written before, unless it moved by more than a tenth.</summary>
    public static Amount Settle(Amount? previous, double measured)
    {
        var rounded = Round(measured);
        if (previous is not { IsValid: true } before) return rounded;
        var old = (double)before.ToDecimal();
        // From and to zero is news at any size.
        var news = (old == 0) != (rounded.ToDecimal() == 0) || Math.Abs(measured - old) > Share * Math.Max(measured, old);
        return news ? rounded : before;
    }

    private static Amount Round(double value)
    {
        if (value < 0.05) return new Amount("0");
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return new Amount(((decimal)(Math.Round(value / unit) * unit)).ToString("0.##", CultureInfo.InvariantCulture));
    }
}
