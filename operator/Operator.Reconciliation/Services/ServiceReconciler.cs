using System.Collections.Concurrent;
using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Core.Validation;
using InferOps.Operator.Reconciliation.Apply;
using InferOps.Operator.Reconciliation.Placement;
using InferOps.Operator.Reconciliation.Scaling;

namespace InferOps.Operator.Reconciliation.Services;

/// <summary>Brings the cluster to what one InferenceService asks for: gather, decide, act, tell. Level-triggered and idempotent; nothing is written when nothing changed.</summary>
public sealed class ServiceReconciler(IClusterApi cluster, ScalingBoard board, DesiredOptions options, TimeProvider time)
{
    private readonly PlacementBook _book = new();
    private readonly PullReporter _pulls = new(cluster, time);
    private readonly StatusMemory _statuses = new();
    private readonly ConcurrentDictionary<ObjectKey, PlacementMemory> _memories = new();

    /// <summary>A service's decision concerns another one: that should be reconciled too. Must not block.</summary>
    public event Action<ObjectKey>? Concerned;

    /// <returns>When to look again if nothing happens before.</returns>
    public async Task<TimeSpan> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (Gather(key) is not { } input)
        {
            Forget(key);
            return Rhythm.Resync;
        }
        if (input.View.Service.Deleting) return Rhythm.Resync;
        var decision = ServiceDecider.Decide(input);
        if (decision.Plan is { } plan) _memories[key] = plan.Memory;
        var refusals = await ActAsync(input.View, decision, cancellationToken);
        await TellAsync(input, decision, refusals, cancellationToken);
        await _pulls.ReportAsync(input.View, cancellationToken);
        foreach (var other in decision.Concerned) Concerned?.Invoke(other);
        return Rhythm.Next(decision, input, refused: refusals.Count > 0);
    }

    /// <summary>The service is gone.</summary>
    public void Forget(ObjectKey key)
    {
        _book.Forget(key);
        _statuses.Forget(key);
        _memories.TryRemove(key, out _);
    }

    private DecisionInput? Gather(ObjectKey key)
    {
        if (cluster.Service(key) is not { } view) return null;
        return new()
        {
            View = view with { Service = _statuses.Newest(view.Service) },
            Fleet = cluster.Fleet(),
            Now = time.GetUtcNow(),
            Options = options,
            Known = board.Find(key),
            Book = _book,
            Memory = _memories.GetValueOrDefault(key, PlacementMemory.Empty),
            ExistingBookings = ExistingBookings,
        };
    }

    /// <returns>What the API server refused, and why.</returns>
    private async Task<IReadOnlyList<string>> ActAsync(ServiceView view, ServiceDecision decision, CancellationToken cancellationToken)
    {
        if (decision.Objects is not { } objects) return [];
        var refusals = new List<string>();
        var difference = Difference.Between(objects, view.Owned);
        foreach (var manifest in difference.Apply)
        {
            foreach (var (pod, cost) in Leaving.Before(manifest, view, board.Loads))
                await TryAsync(new("v1", "Pod", pod.Namespace, pod.Name), () => cluster.AnnotatePodAsync(pod, Departures.Annotation, cost, cancellationToken));
            await TryAsync(ManifestKey.Of(manifest), () => cluster.ApplyAsync(manifest, cancellationToken));
        }
        var unwanted = decision.Renew.Concat(difference.Replace).Concat(decision.Prune ? difference.Prune : []).DistinctBy(manifest => manifest.Key);
        foreach (var manifest in unwanted) await TryAsync(manifest.Key, () => cluster.DeleteAsync(manifest, cancellationToken));
        return refusals;

        // One refused object must not keep the others from being right.
        async Task TryAsync(ManifestKey what, Func<Task> write)
        {
            try
            {
                await write();
            }
            catch (ClusterRefusedException refused)
            {
                refusals.Add($"{what}: {refused.Message}");
            }
        }
    }

    private async Task TellAsync(DecisionInput input, ServiceDecision decision, IReadOnlyList<string> refusals, CancellationToken cancellationToken)
    {
        var service = input.View.Service;
        var about = new ManifestKey(Api.GroupVersion, Names.Kind, service.Key.Namespace, service.Key.Name);
        var result = StatusSummarizer.Summarize(new()
        {
            Now = input.Now,
            Service = service,
            Violations = decision.Violations,
            Spec = decision.Spec,
            Model = decision.Model.Facts,
            ModelFailure = decision.Model.Failure,
            Footprint = decision.Footprint,
            Decision = decision.Scaling,
            Learned = input.Known?.Demand.Memory.Learned,
            Outlook = board.Outlook,
            Plan = decision.Plan,
            Refusals = refusals,
            Pools = input.Fleet.ValidPools(),
            Deployments = input.View.Deployments,
            Pods = input.View.Pods,
        });
        if (result.Changed && await cluster.WriteStatusAsync(about, StatusJson.Of(result.Status), cancellationToken) is { } version)
            _statuses.Wrote(service.Key, version, result.Status);
        foreach (var happened in result.Events) await cluster.PublishAsync(about, new(happened.Reason, happened.Message, happened.Warning), cancellationToken);
    }

    private IEnumerable<Booking> ExistingBookings() =>
        from key in cluster.Services()
        let view = cluster.Service(key)
        where view is not null && InferenceServiceValidator.Validate(view.Service.Spec).Count == 0
        let spec = EffectiveSpec.Resolve(key.Name, view.Service.Spec)
        select new Booking(key, spec.Resources.Gpus, view.Deployments.ToDictionary(deployment => deployment.Pool, deployment => deployment.DesiredReplicas), Waiting: false)
        {
            Priority = spec.Placement.Priority,
        };
}
