using System.Collections.Concurrent;

namespace Prometheus;

public interface ICollectorRegistry
{
    IEnumerable<KeyValuePair<string, string>> StaticLabels { get; }

    void AddBeforeCollectCallback(Action callback);

    void AddBeforeCollectCallback(Func<CancellationToken, Task> callback);

    void SetStaticLabels(IDictionary<string, string> labels);

    Task CollectAndExportAsTextAsync(Stream to, ExpositionFormat format = ExpositionFormat.PrometheusText, CancellationToken cancel = default);
}

/// <summary>The metrics that are exported together.</summary>
public sealed class CollectorRegistry : ICollectorRegistry
{
    private readonly ConcurrentDictionary<string, Collector> _collectors = new();
    private readonly ConcurrentQueue<Func<CancellationToken, Task>> _beforeCollect = new();
    private KeyValuePair<string, string>[] _staticLabels = [];

    public IEnumerable<KeyValuePair<string, string>> StaticLabels => _staticLabels;

    public void AddBeforeCollectCallback(Action callback) => _beforeCollect.Enqueue(_ =>
    {
        callback();
        return Task.CompletedTask;
    });

    public void AddBeforeCollectCallback(Func<CancellationToken, Task> callback) => _beforeCollect.Enqueue(callback);

    /// <exception cref="InvalidOperationException">They have been set, or a metric exists already.</exception>
    public void SetStaticLabels(IDictionary<string, string> labels)
    {
        if (_staticLabels.Length > 0) throw new InvalidOperationException("Static labels have already been defined - you can only do it once per registry.");
        if (!_collectors.IsEmpty) throw new InvalidOperationException("Metrics have already been added to the registry - cannot define static labels anymore.");
        _staticLabels = [.. labels];
    }

    public Task CollectAndExportAsTextAsync(Stream to, CancellationToken cancel = default) =>
        CollectAndExportAsTextAsync(to, ExpositionFormat.PrometheusText, cancel);

    public async Task CollectAndExportAsTextAsync(Stream to, ExpositionFormat format, CancellationToken cancel = default)
    {
        foreach (var callback in _beforeCollect) await callback(cancel).ConfigureAwait(false);
        var writer = new ExpositionWriter(format);
        foreach (var collector in _collectors.Values.OrderBy(collector => collector.Name, StringComparer.Ordinal)) collector.Write(writer, _staticLabels);
        await to.WriteAsync(writer.End(), cancel).ConfigureAwait(false);
    }

    /// <exception cref="InvalidOperationException">The name is taken by a metric of another type or with other labels.</exception>
    internal TCollector GetOrAdd<TCollector>(TCollector collector)
        where TCollector : Collector
    {
        var existing = _collectors.GetOrAdd(collector.Name, collector);
        if (existing is not TCollector same) throw new InvalidOperationException($"Collector of a different type with the same name is already registered: {collector.Name}");
        if (!same.LabelNames.SequenceEqual(collector.LabelNames))
            throw new InvalidOperationException($"Collector matches a previous registration but has a different set of label names: {collector.Name}");
        return same;
    }
}
