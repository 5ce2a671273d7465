namespace InferOps.Operator.Core.Demand;

/// <summary>Where busy replicas are heading: the least-squares slope of the last five minutes.</summary>
internal static class Trend
{
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestSpan = TimeSpan.FromMinutes(1);
    private const int FewestSamples = 4;

    /// <summary><c>W' = max(W, W + slope × min(lead time, 5 m))</c>: a forecast may only add.</summary>
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
        double covariance = 0, variance = 0;
        foreach (var sample in samples)
        {
            var seconds = (sample.Time - samples[0].Time).TotalSeconds - meanSeconds;
            covariance += seconds * (sample.Busy - meanBusy);
            variance += seconds * seconds;
        }
        return covariance / variance;
    }
}
