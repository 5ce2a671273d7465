namespace Prometheus;

/// <summary>A double that threads may change at the same time.</summary>
internal struct AtomicDouble
{
    private double _value;

    public double Value
    {
        readonly get => Volatile.Read(in _value);
        set => Volatile.Write(ref _value, value);
    }

    public void Add(double amount)
    {
        var seen = Value;
        while (Interlocked.CompareExchange(ref _value, seen + amount, seen) is var before && !before.Equals(seen)) seen = before;
    }

    public void RaiseTo(double target)
    {
        var seen = Value;
        while (seen < target && Interlocked.CompareExchange(ref _value, target, seen) is var before && !before.Equals(seen)) seen = before;
    }

    public void LowerTo(double target)
    {
        var seen = Value;
        while (seen > target && Interlocked.CompareExchange(ref _value, target, seen) is var before && !before.Equals(seen)) seen = before;
    }
}
