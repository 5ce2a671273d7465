using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Core.Validation;
using InferOps.Operator.Reconciliation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Host.Live;

/// <summary>The loops' view of the cluster: reads from the watches, writes through KubeOps' client.</summary>
internal sealed class ClusterApi(ClusterState state, ClusterReader reader, ClusterWriter writer, PullProbe pulls) : IClusterApi
{
    public Fleet Fleet() => state.Fleet();

    public IReadOnlyList<ObjectKey> Services() => [.. state.Services.Snapshot.Items.Keys];

    public int UsersOf(string engine) => state.Services.Snapshot.Items.Values.Count(service => EffectiveEngineUse.NameOf(service.Observed.Spec) == engine);

    public ServiceView? Service(ObjectKey key) => state.Services.Snapshot.Items.TryGetValue(key, out var service)
        ? new()
        {
            Service = service.Observed,
            Deployments = [.. state.Deployments.Snapshot.OwnedBy(key).Select(view => view.Deployment)],
            Pods = [.. state.Pods.Snapshot.OwnedBy(key).Select(view => view.Pod).OfType<ObservedPod>()],
            Owned = [.. Owned(key)],
        }
        : null;

    public Task<JsonObject?> FindAsync(ManifestKey key, CancellationToken cancellationToken) => reader.FindAsync(key, cancellationToken);

    public Task ApplyAsync(JsonObject manifest, CancellationToken cancellationToken) => writer.ApplyAsync(manifest, cancellationToken);

    public Task DeleteAsync(LiveManifest manifest, CancellationToken cancellationToken) => writer.DeleteAsync(manifest, cancellationToken);

    public Task AnnotatePodAsync(ObjectKey pod, string name, string value, CancellationToken cancellationToken) => writer.AnnotatePodAsync(pod, name, value, cancellationToken);

    public Task<PullProgress?> AskPullAsync(string address, CancellationToken cancellationToken) => pulls.AskAsync(address, cancellationToken);

    public Task WritePodConditionAsync(ObjectKey pod, PullCondition condition, CancellationToken cancellationToken) => writer.WritePodConditionAsync(pod, condition, cancellationToken);

    public Task<long?> WriteStatusAsync(ManifestKey key, JsonObject status, CancellationToken cancellationToken) => writer.WriteStatusAsync(key, status, cancellationToken);

    public Task PublishAsync(ManifestKey about, ClusterEvent @event, CancellationToken cancellationToken) =>
        writer.PublishAsync(state.Services.Snapshot.Items.GetValueOrDefault(new(about.Namespace, about.Name))?.Entity, @event, cancellationToken);

    private IEnumerable<LiveManifest> Owned(ObjectKey key) => state.Deployments.Snapshot.OwnedBy(key).Select(view => view.Manifest)
        .Concat(state.Pods.Snapshot.OwnedBy(key).Where(view => view.Manifest is not null).Select(view => new LiveManifest(ManifestKey.Of(view.Manifest!), view.Manifest!)))
        .Concat(state.Others.SelectMany(ownedBy => ownedBy(key)));
}
