namespace Prometheus;

public interface ICollector
{
    string Name { get; }

    string Help { get; }

    string[] LabelNames { get; }
}

public interface ICollector<out TChild> : ICollector
    where TChild : ICollectorChild
{
    TChild Unlabelled { get; }

    TChild WithLabels(params string[] labelValues);

    TChild WithLabels(ReadOnlyMemory<string> labelValues);

    TChild WithLabels(ReadOnlySpan<string> labelValues);
}

#pragma warning disable CA1040 // upstream's marker
public interface ICollectorChild
{
}
#pragma warning restore CA1040

public interface ICounter : ICollectorChild
{
    double Value { get; }

    void Inc(double increment = 1);

    void IncTo(double targetValue);
}

public interface IGauge : ICollectorChild
{
    double Value { get; }

    void Inc(double increment = 1);

    void Set(double val);

    void Dec(double decrement = 1);

    void IncTo(double targetValue);

    void DecTo(double targetValue);
}

public interface IObserver : ICollectorChild
{
    void Observe(double val);
}

public interface IHistogram : IObserver
{
    double Sum { get; }

    long Count { get; }

    void Observe(double val, long count);
}
