namespace Prometheus;

/// <summary>How observed values are spread over buckets.</summary>
public sealed class Histogram : Collector<Histogram.Child>, IHistogram
{
    private static readonly double[] DefaultBuckets = [.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10];

    private readonly double[] _upperBounds;

    internal Histogram(string name, string help, string[] labelNames, bool suppressInitialValue, double[]? buckets)
        : base(name, help, labelNames, suppressInitialValue)
    {
        if (labelNames.Contains("le")) throw new ArgumentException("'le' is a reserved label name");
        var bounds = buckets ?? DefaultBuckets;
        if (bounds.Length == 0) throw new ArgumentException("Histogram must have at least one bucket");
        if (!double.IsPositiveInfinity(bounds[^1])) bounds = [.. bounds, double.PositiveInfinity];
        for (var i = 1; i < bounds.Length; i++)
        {
            if (bounds[i] <= bounds[i - 1]) throw new ArgumentException("Bucket values must be increasing");
        }

        _upperBounds = bounds;
    }

    public double Sum => Unlabelled.Sum;

    public long Count => Unlabelled.Count;

    internal override string Type => "histogram";

    /// <summary><paramref name="count"/> bounds, the first <paramref name="start"/>, each <paramref name="factor"/> times the one before.</summary>
    public static double[] ExponentialBuckets(double start, double factor, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(start);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(factor, 1);
        return [.. Enumerable.Range(0, count).Select(i => start * Math.Pow(factor, i))];
    }

    /// <summary><paramref name="count"/> bounds, the first <paramref name="start"/>, each <paramref name="width"/> more than the one before.</summary>
    public static double[] LinearBuckets(double start, double width, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return [.. Enumerable.Range(0, count).Select(i => start + (width * i))];
    }

    public void Observe(double val) => Unlabelled.Observe(val);

    public void Observe(double val, long count) => Unlabelled.Observe(val, count);

    public void Publish() => Unlabelled.Publish();

    public void Unpublish() => Unlabelled.Unpublish();

    private protected override Child NewChild(string[] labelValues, bool published) =>
        new(labelValues, published, _upperBounds, child => Remove((Child)child));

    public sealed class Child : ChildBase, IHistogram
    {
        private readonly double[] _upperBounds;
        private readonly long[] _counts;
        private AtomicDouble _sum;

        internal Child(string[] labelValues, bool published, double[] upperBounds, Action<ChildBase> remove)
            : base(labelValues, published, remove)
        {
            _upperBounds = upperBounds;
            _counts = new long[upperBounds.Length];
        }

        public double Sum => _sum.Value;

        public long Count => Snapshot().Sum();

        public void Observe(double val) => Observe(val, 1);

        public void Observe(double val, long count)
        {
            if (double.IsNaN(val)) return;
            var bucket = 0;
            while (val > _upperBounds[bucket]) bucket++;
            Interlocked.Add(ref _counts[bucket], count);
            _sum.Add(val * count);
            Publish();
        }

        internal override void Write(ExpositionWriter writer, string name, IReadOnlyList<KeyValuePair<string, string>> labels) =>
            writer.Histogram(name, labels, _upperBounds, Snapshot(), Sum);

        private long[] Snapshot()
        {
            var counts = new long[_counts.Length];
            for (var i = 0; i < counts.Length; i++) counts[i] = Interlocked.Read(ref _counts[i]);
            return counts;
        }
    }
}
