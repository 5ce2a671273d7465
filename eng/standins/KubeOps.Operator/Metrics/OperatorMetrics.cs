using System.Diagnostics;
using System.Diagnostics.Metrics;
using k8s;
using KubeOps.Abstractions.Reconciliation;

namespace KubeOps.Operator.Metrics;

/// <summary>The instruments of the operator, on a meter that has the operator's name. Without a meter factory nothing is measured.</summary>
internal sealed class OperatorMetrics
{
    private const string EntityType = "kubeops.entity.type";

    private readonly Meter? meter;
    private readonly Counter<long>? enqueued;
    private readonly Counter<long>? requeued;
    private readonly Counter<long>? reconciliations;
    private readonly Histogram<double>? duration;
    private readonly Counter<long>? watchEvents;
    private readonly Counter<long>? reconnections;

    public OperatorMetrics(IMeterFactory? factory, string name)
    {
        meter = factory?.Create(name);
        if (meter is null) return;
        enqueued = meter.CreateCounter<long>("kubeops.operator.queue.enqueued", "{items}", "Requests that were put into the queue.");
        requeued = meter.CreateCounter<long>("kubeops.operator.queue.requeued", "{items}", "Requests that the operator put back.");
        reconciliations = meter.CreateCounter<long>("kubeops.operator.reconciliation", "{reconciliations}", "Reconciles that ended.");
        duration = meter.CreateHistogram<double>("kubeops.operator.reconciliation.duration", "s", "How long a reconcile took, including the read of the object.");
        watchEvents = meter.CreateCounter<long>("kubeops.operator.watcher.events", "{events}", "Events that watches reported.");
        reconnections = meter.CreateCounter<long>("kubeops.operator.watcher.reconnections", "{reconnections}", "Watches that had to be opened again.");
    }

    public void ObserveQueue(string kind, Func<int> scheduled, Func<int> ready) => meter?.CreateObservableGauge(
        "kubeops.operator.queue.depth",
        () => new Measurement<int>[]
        {
            new(scheduled(), Tag(EntityType, kind), Tag("kubeops.queue.state", "scheduled")),
            new(ready(), Tag(EntityType, kind), Tag("kubeops.queue.state", "ready")),
        },
        "{items}",
        "Objects that wait in the queue.");

    public void Enqueued(string kind, ReconciliationTriggerSource source) => enqueued?.Add(
        1, Tag(EntityType, kind), Tag("kubeops.trigger.source", source == ReconciliationTriggerSource.ApiServer ? "api_server" : "operator"));

    public void Requeued(string kind, string reason) => requeued?.Add(1, Tag(EntityType, kind), Tag("kubeops.requeue.reason", reason));

    public void Reconciled(string kind, ReconciliationType type, bool succeeded, TimeSpan took, Exception? error)
    {
        var tags = new TagList
        {
            Tag(EntityType, kind),
            Tag("kubeops.reconciliation.type", type.ToString().ToLowerInvariant()),
            Tag("kubeops.reconciliation.status", succeeded ? "success" : "failure"),
        };
        if (error is not null) tags.Add("error.type", error.GetType().FullName);
        reconciliations?.Add(1, tags);
        duration?.Record(took.TotalSeconds, tags);
    }

    public void WatchEvent(string kind, WatchEventType type) =>
        watchEvents?.Add(1, Tag(EntityType, kind), Tag("kubeops.watcher.event.type", type.ToString().ToLowerInvariant()));

    public void WatcherReconnected(string kind) => reconnections?.Add(1, Tag(EntityType, kind));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
