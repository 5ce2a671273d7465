namespace InferOps.Runtime.Bench.Arrivals;

/// <summary>The moments at which an open loop sends, counted from its start.</summary>
public static class ArrivalTimes
{
    /// <summary>An endless, never decreasing series. The same seed gives the same series.</summary>
    /// <exception cref="NotSupportedException">A closed loop has no times of its own.</exception>
    public static IEnumerable<TimeSpan> Of(Arrival arrival, int seed) => arrival switch
    {
        Arrival.Regular(var every) => Enumerable.Range(0, int.MaxValue).Select(number => every * number),
        Arrival.Poisson(var perSecond) => Poisson(perSecond, new Random(seed)),
        _ => throw new NotSupportedException($"{arrival.GetType().Name}: each answer decides when the next request is sent"),
    };

    /// <summary>Gaps of a Poisson process are exponential: −ln(1 − u) / rate for uniform u in [0, 1).</summary>
    private static IEnumerable<TimeSpan> Poisson(double perSecond, Random random)
    {
        for (var at = 0d; ;)
        {
            at -= Math.Log(1 - random.NextDouble()) / perSecond;
            yield return TimeSpan.FromSeconds(at);
        }
    }
}
