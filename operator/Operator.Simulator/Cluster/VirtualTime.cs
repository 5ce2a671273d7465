namespace InferOps.Operator.Simulator.Cluster;

/// <summary>A clock that stands still unless the simulation moves it.</summary>
internal sealed class VirtualTime : TimeProvider
{
    public static DateTimeOffset Start { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Seconds since the start.</summary>
    public double Seconds { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => At(Seconds);

    public override long GetTimestamp() => TimeSpan.FromSeconds(Seconds).Ticks;

    public static DateTimeOffset At(double seconds) => Start + TimeSpan.FromSeconds(seconds);
}
