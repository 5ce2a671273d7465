namespace InferOps.Runtime.Core.Tests.Speculation;

/// <summary>A clock that goes only when told to.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private double _seconds;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => (long)(_seconds * TimestampFrequency);

    public void Advance(double seconds) => _seconds += seconds;
}
