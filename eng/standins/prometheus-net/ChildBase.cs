namespace Prometheus;

/// <summary>One time series, or for a histogram one set of them: a family with its label values.</summary>
public abstract class ChildBase : ICollectorChild, IDisposable
{
    private readonly Action<ChildBase> _remove;
    private volatile bool _published;

    private protected ChildBase(string[] labelValues, bool published, Action<ChildBase> remove) =>
        (LabelValues, _published, _remove) = (labelValues, published, remove);

    internal string[] LabelValues { get; }

    internal bool IsPublished => _published;

    /// <summary>Exports the series even before its first value.</summary>
    public void Publish() => _published = true;

    /// <summary>Hides the series until the next value.</summary>
    public void Unpublish() => _published = false;

    /// <summary>Removes the series; asking for the same labels again starts a new one.</summary>
    public void Remove() => _remove(this);

    public void Dispose()
    {
        Remove();
        GC.SuppressFinalize(this);
    }

    public override string ToString() => $"{GetType().Name}({string.Join(',', LabelValues)})";

    internal abstract void Write(ExpositionWriter writer, string name, IReadOnlyList<KeyValuePair<string, string>> labels);
}
