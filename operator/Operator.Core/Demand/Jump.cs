namespace InferOps.Operator.Core.Demand;

/// <summary>
/// A sudden rise of load by half or more. A rate over a minute shows a quarter of it after 15 seconds and all of it only after the minute; once the rise stands clear
/// of noise, it is extrapolated to what the full window will show.
/// </summary>
/// <remarks>
/// <code>
/// noise²  = what the minutes before varied by + 2·W·w/window
/// </code>
/// The second term is what W busy replicas vary by when requests of w replica-seconds each, of exponentially distributed length, come independently of each
/// other. A few minutes alone would look calm by chance, and every hour some noise would be taken for a jump.
/// </remarks>
/// <param name="From">Busy replicas before.</param>
/// <param name="To">Busy replicas to expect.</param>
internal sealed record Jump(double From, double To)
{
    private const double Clear = 4;
    private const double LeastRise = 1.5;
    private const int FewestSamples = 4;

    /// <param name="samples">Of the last minutes, the newest last.</param>
    /// <param name="request">Seconds that one replica is busy with one request.</param>
    /// <param name="window">What each sample's rate was taken over.</param>
    /// <returns>Null: nothing stands out.</returns>
    public static Jump? Find(IReadOnlyList<BusySample> samples, double request, TimeSpan window)
    {
        var newest = samples[^1];
        var before = samples.Where(sample => newest.Time - sample.Time >= window).Select(sample => sample.Busy).ToList();
        if (before.Count < FewestSamples) return null;
        var mean = before.Average();
        var noise = Math.Sqrt(before.Average(busy => (busy - mean) * (busy - mean)) + (2 * mean * request / window.TotalSeconds));
        if (newest.Busy <= mean + Clear * noise) return null;
        var usual = samples.Last(sample => sample.Busy <= mean + Clear / 2 * noise);
        var seen = newest.Time - usual.Time;
        var expected = seen < window ? mean + (newest.Busy - mean) * (window / seen) : newest.Busy;
        return expected >= LeastRise * mean ? new Jump(mean, expected) : null;
    }
}
