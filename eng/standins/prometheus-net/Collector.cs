using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Prometheus;

/// <summary>One metric family: a name, a help text and label names.</summary>
public abstract partial class Collector
{
    private protected Collector(string name, string help, string[] labelNames)
    {
        if (!MetricName().IsMatch(name)) throw new ArgumentException($"Metric name '{name}' does not match regex '{MetricName()}'.");
        foreach (var label in labelNames)
        {
            if (!LabelName().IsMatch(label)) throw new ArgumentException($"Label name '{label}' does not match regex '{LabelName()}'.");
            if (label.StartsWith("__", StringComparison.Ordinal)) throw new ArgumentException($"Label names starting with double underscore are not allowed: '{label}'.");
        }

        (Name, Help, LabelNames) = (name, help, labelNames);
    }

    public string Name { get; }

    public string Help { get; }

    public string[] LabelNames { get; }

    internal abstract string Type { get; }

    public override string ToString() => $"{Name}{{{string.Join(',', LabelNames)}}}";

    internal abstract void Write(ExpositionWriter writer, IReadOnlyList<KeyValuePair<string, string>> staticLabels);

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex MetricName();

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex LabelName();
}

/// <summary>A metric family and its children, one for each combination of label values.</summary>
public abstract class Collector<TChild> : Collector, ICollector<TChild>
    where TChild : ChildBase
{
    private readonly ConcurrentDictionary<LabelValues, TChild> _children = new();
    private readonly bool _suppressInitialValue;
    private readonly Lazy<TChild> _unlabelled;

    private protected Collector(string name, string help, string[] labelNames, bool suppressInitialValue)
        : base(name, help, labelNames)
    {
        _suppressInitialValue = suppressInitialValue;
        _unlabelled = new Lazy<TChild>(() => Child([]));
    }

    protected TChild Unlabelled => LabelNames.Length == 0
        ? _unlabelled.Value
        : throw new InvalidOperationException($"Metric {Name} has labels: use WithLabels to say which values are meant.");

    TChild ICollector<TChild>.Unlabelled => Unlabelled;

    public TChild Labels(params string[] labelValues) => WithLabels(labelValues);

    public TChild WithLabels(params string[] labelValues) => Child([.. labelValues]);

    public TChild WithLabels(ReadOnlyMemory<string> labelValues) => Child(labelValues.ToArray());

    public TChild WithLabels(ReadOnlySpan<string> labelValues) => Child(labelValues.ToArray());

    public void RemoveLabelled(params string[] labelValues) => _children.TryRemove(new LabelValues(labelValues), out _);

    public IEnumerable<string[]> GetAllLabelValues()
    {
        foreach (var child in _children.Values)
        {
            if (child.LabelValues.Length > 0 && child.IsPublished) yield return [.. child.LabelValues];
        }
    }

    internal void Remove(TChild child) => _children.TryRemove(new LabelValues(child.LabelValues), out _);

    internal override void Write(ExpositionWriter writer, IReadOnlyList<KeyValuePair<string, string>> staticLabels)
    {
        if (LabelNames.Length == 0) _ = _unlabelled.Value;
        var published = _children.Values.Where(child => child.IsPublished).ToList();
        writer.Family(Name, Help, Type);
        foreach (var child in published)
            child.Write(writer, Name, [.. staticLabels, .. LabelNames.Zip(child.LabelValues, KeyValuePair.Create)]);
    }

    private protected abstract TChild NewChild(string[] labelValues, bool published);

    private TChild Child(string[] labelValues)
    {
        if (labelValues.Length != LabelNames.Length)
            throw new ArgumentException($"Metric {Name} has {LabelNames.Length} labels, {labelValues.Length} values were given.", nameof(labelValues));
        if (labelValues.Any(value => value is null)) throw new ArgumentNullException(nameof(labelValues), "A label value cannot be null.");
        return _children.GetOrAdd(new LabelValues(labelValues), key => NewChild(key.Values, !_suppressInitialValue));
    }

    private readonly record struct LabelValues(string[] Values)
    {
        public bool Equals(LabelValues other) => Values.AsSpan().SequenceEqual(other.Values);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var value in Values) hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
