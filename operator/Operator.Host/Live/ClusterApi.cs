using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Reconciliation;

namespace InferOps.Operator.Host.Live;

/// <summary>The loops' view of the cluster: reads from the watches, writes through KubeOps' client.</summary>
internal sealed class ClusterApi(ClusterState state, ClusterWriter writer) : IClusterApi
{
    public Fleet Fleet() => new()
    {
        Pools = [.. state.Pools.Snapshot.Items.Values.Select(pool => pool.Observed).OrderBy(pool => pool.Name, StringComparer.Ordinal)],
        Engines = [.. state.Engines.Snapshot.Items.Values.Select(engine => engine.Observed).OrderBy(engine => engine.Name, StringComparer.Ordinal)],
        Nodes = [.. state.Nodes.Snapshot.Items.Values],
        GpuUses = [.. state.Pods.Snapshot.Items.Values.SelectMany(pod => pod.GpuUses)],
    };

    public IReadOnlyList<ObjectKey> Services() => [.. state.Services.Snapshot.Items.Keys];

    public ServiceView? Service(ObjectKey key) => state.Services.Snapshot.Items.TryGetValue(key, out var service)
        ? new()
        {
            Service = service.Observed,
            Deployments = [.. state.Deployments.Snapshot.OwnedBy(key).Select(view => view.Deployment)],
            Pods = [.. state.Pods.Snapshot.OwnedBy(key).Select(view => view.Pod).OfType<ObservedPod>()],
            Owned = [.. Owned(key)],
        }
        : null;

    public Task ApplyAsync(JsonObject manifest, CancellationToken cancellationToken) => writer.ApplyAsync(manifest, cancellationToken);

    public Task DeleteAsync(LiveManifest manifest, CancellationToken cancellationToken) => writer.DeleteAsync(manifest, cancellationToken);

    public Task AnnotatePodAsync(ObjectKey pod, string name, string value, CancellationToken cancellationToken) => writer.AnnotatePodAsync(pod, name, value, cancellationToken);

    public Task<long?> WriteStatusAsync(ManifestKey key, JsonObject status, CancellationToken cancellationToken) => writer.WriteStatusAsync(key, status, cancellationToken);

    public Task PublishAsync(ManifestKey about, ClusterEvent @event, CancellationToken cancellationToken) =>
        writer.PublishAsync(state.Services.Snapshot.Items.GetValueOrDefault(new(about.Namespace, about.Name))?.Entity, @event, cancellationToken);

    private IEnumerable<LiveManifest> Owned(ObjectKey key) => state.Deployments.Snapshot.OwnedBy(key).Select(view => view.Manifest)
        .Concat(state.Pods.Snapshot.OwnedBy(key).Where(view => view.Manifest is not null).Select(view => new LiveManifest(ManifestKey.Of(view.Manifest!), view.Manifest!)))
        .Concat(state.Others.SelectMany(ownedBy => ownedBy(key)));
}
