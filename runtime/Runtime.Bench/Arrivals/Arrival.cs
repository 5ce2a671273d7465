namespace InferOps.Runtime.Bench.Arrivals;

/// <summary>When requests are sent.</summary>
public abstract record Arrival
{
    private Arrival()
    {
    }

    /// <summary>Closed loop: so many clients, each sending its next request when the last one is answered. The server sets the pace.</summary>
    public sealed record Closed(int Clients) : Arrival;

    /// <summary>Open loop: requests come at random, so many per second on average, whether earlier ones are answered or not. Users do that.</summary>
    public sealed record Poisson(double PerSecond) : Arrival;

    /// <summary>Open loop: one request at each tick, the first at once.</summary>
    public sealed record Regular(TimeSpan Every) : Arrival;
}
