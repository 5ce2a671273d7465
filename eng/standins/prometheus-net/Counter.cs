namespace Prometheus;

/// <summary>A value that only grows.</summary>
public sealed class Counter : Collector<Counter.Child>, ICounter
{
    internal Counter(string name, string help, string[] labelNames, bool suppressInitialValue)
        : base(name, help, labelNames, suppressInitialValue)
    {
    }

    public double Value => Unlabelled.Value;

    internal override string Type => "counter";

    public void Inc(double increment = 1) => Unlabelled.Inc(increment);

    public void IncTo(double targetValue) => Unlabelled.IncTo(targetValue);

    public void Publish() => Unlabelled.Publish();

    public void Unpublish() => Unlabelled.Unpublish();

    private protected override Child NewChild(string[] labelValues, bool published) => new(labelValues, published, child => Remove((Child)child));

    public sealed class Child : ChildBase, ICounter
    {
        private AtomicDouble _value;

        internal Child(string[] labelValues, bool published, Action<ChildBase> remove)
            : base(labelValues, published, remove)
        {
        }

        public double Value => _value.Value;

        /// <exception cref="ArgumentOutOfRangeException">A counter cannot shrink.</exception>
        public void Inc(double increment = 1)
        {
            if (increment < 0) throw new ArgumentOutOfRangeException(nameof(increment), "Counter value cannot decrease.");
            _value.Add(increment);
            Publish();
        }

        public void IncTo(double targetValue)
        {
            _value.RaiseTo(targetValue);
            Publish();
        }

        internal override void Write(ExpositionWriter writer, string name, IReadOnlyList<KeyValuePair<string, string>> labels) =>
            writer.Counter(name, labels, Value);
    }
}
