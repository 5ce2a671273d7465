namespace InferOps.Operator.Core.Demand;

/// <summary>Where busy replicas are heading: the least-squares slope of the last five minutes, as far as it stands clear of the noise.</summary>
internal static class Trend
{
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestSpan = TimeSpan.FromMinutes(1);
    private const int FewestSamples = 4;

    /// <summary>
    /// Standard errors taken off the slope: two for confidence, and twice that because rates over overlapping windows vary less than independent ones would.
    /// A forecast may only add, so one that follows noise adds on average.
    /// </summary>
    private const double Errors = 4;

    /// <summary>Busy replicas after the lead time, five minutes at most; never less than now.</summary>
    public static double Forecast(IReadOnlyList<BusySample> samples, double busy, TimeSpan leadTime)
    {
        var ahead = Math.Min(leadTime.TotalSeconds, Window.TotalSeconds);
        return Math.Max(busy, busy + SlopePerSecond(samples) * ahead);
    }

    public static IReadOnlyList<BusySample> Remember(IReadOnlyList<BusySample> samples, BusySample newest) =>
        [.. samples.Where(sample => sample.Time < newest.Time && newest.Time - sample.Time <= Window), newest];

    private static double SlopePerSecond(IReadOnlyList<BusySample> samples)
    {
        if (samples.Count < FewestSamples || samples[^1].Time - samples[0].Time < ShortestSpan) return 0;
        var meanBusy = samples.Average(sample => sample.Busy);
        var meanSeconds = samples.Average(sample => (sample.Time - samples[0].Time).TotalSeconds);
        double covariance = 0, variance = 0, varianceBusy = 0;
        foreach (var sample in samples)
        {
            var seconds = (sample.Time - samples[0].Time).TotalSeconds - meanSeconds;
            covariance += seconds * (sample.Busy - meanBusy);
            variance += seconds * seconds;
            varianceBusy += (sample.Busy - meanBusy) * (sample.Busy - meanBusy);
        }
        var slope = covariance / variance;
        var unexplained = Math.Max(0, varianceBusy - slope * covariance);
        return Math.Max(0, slope - Errors * Math.Sqrt(unexplained / (samples.Count - 2) / variance));
    }
}
