using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using InferOps.LocalCluster.Client;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Scheduler;

/// <summary>Binds pending pods to nodes, by priority and then age, whenever a pod or a node changes in a way that matters.</summary>
internal sealed class PodScheduler(KubeClient client, InformerSet informers, EventRecorder events, TimeProvider time, ILogger log)
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Pods bound by us that the informer does not show as bound yet, by uid.
    private readonly ConcurrentDictionary<string, string> _assumed = new();

    public async Task RunAsync(CancellationToken cancellation)
    {
        var (pods, nodes, claims) = (informers.For(Resource.Pods), informers.For(Resource.Nodes), informers.For(Resource.PersistentVolumeClaims));
        pods.Subscribe(OnPod);
        nodes.Subscribe(OnNode);
        claims.Subscribe(change => { if (change.Old is null) Wake(); });
        await Task.WhenAll(pods.Synced, nodes.Synced, claims.Synced).WaitAsync(cancellation);
        await foreach (var _ in _wake.Reader.ReadAllAsync(cancellation))
            foreach (var pod in pods.Items.Where(IsPending).OrderByDescending(pod => pod.Whole("spec", "priority") ?? 0).ThenBy(pod => pod.Created).ToList())
                await ScheduleAsync(pod, cancellation);
    }

    private async Task ScheduleAsync(JsonObject pod, CancellationToken cancellation)
    {
        var placement = PodPlacement.Decide(pod, View());
        try
        {
            if (MissingClaim(pod) is { } claim) await RefuseAsync(pod, $"persistentvolumeclaim \"{claim}\" not found", cancellation);
            else if (placement.Node is { } node) await BindAsync(pod, node, cancellation);
            else await RefuseAsync(pod, placement.Message, cancellation);
        }
        catch (Exception error) when (error is KubeApiException or HttpRequestException or IOException)
        {
            // The pod may be gone or bound by another; if it is neither, it is tried again shortly.
            _assumed.TryRemove(pod.Uid, out _);
            log.ReconcileFailed("scheduler", pod.Key, 1, error.Message);
            _ = Task.Delay(TimeSpan.FromSeconds(1), time, cancellation)
                .ContinueWith(_ => Wake(), cancellation, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }
    }

    /// <summary>No node helps a pod whose claim does not exist.</summary>
    private string? MissingClaim(JsonObject pod) => pod.Objects("spec", "volumes")
        .Select(volume => volume.Text("persistentVolumeClaim", "claimName"))
        .FirstOrDefault(claim => claim is not null && informers.For(Resource.PersistentVolumeClaims).Find($"{pod.Namespace}/{claim}") is null);

    private async Task BindAsync(JsonObject pod, string node, CancellationToken cancellation)
    {
        _assumed[pod.Uid] = node;
        var binding = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Binding",
            ["metadata"] = new JsonObject { ["name"] = pod.Name, ["namespace"] = pod.Namespace, ["uid"] = pod.Uid },
            ["target"] = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Node", ["name"] = node },
        };
        await client.CreateAsync(Resource.Pods, pod.Namespace, pod.Name, "binding", binding, cancellation);
        events.Normal(pod, "Scheduled", $"Successfully assigned {pod.Namespace}/{pod.Name} to {node}");
    }

    private async Task RefuseAsync(JsonObject pod, string message, CancellationToken cancellation)
    {
        if (pod.Condition("PodScheduled") is { } known && known.Text("message") == message) return;
        events.Warning(pod, "FailedScheduling", message);
        var now = KubeTime.Seconds(time.GetUtcNow());
        await client.ReviseAsync(
            Resource.Pods, pod, copy => Conditions.Set(copy.Ensure("status"), "PodScheduled", false, "Unschedulable", message, now), "status", cancellation);
    }

    private ClusterView View()
    {
        var byNode = informers.For(Resource.Pods).Items.Where(pod => !PodFacts.IsTerminal(pod))
            .ToLookup(pod => pod.Text("spec", "nodeName") ?? _assumed.GetValueOrDefault(pod.Uid) ?? "");
        return new ClusterView([.. informers.For(Resource.Nodes).Items.OrderBy(node => node.Name, StringComparer.Ordinal)
            .Select(node => new NodeView(node, [.. byNode[node.Name]]))]);
    }

    private bool IsPending(JsonObject pod) =>
        pod.Text("spec", "nodeName") is null && PodFacts.IsActive(pod) && !_assumed.ContainsKey(pod.Uid)
        && (pod.Text("spec", "schedulerName") ?? "default-scheduler") == "default-scheduler" && !pod.Objects("spec", "schedulingGates").Any();

    private void OnPod(Change change)
    {
        if (change.New is null || change.New.Text("spec", "nodeName") is not null) _assumed.TryRemove(change.Latest.Uid, out _);
        // A pod that appeared, went, ended, or lost a gate changes what fits; a status that moved does not.
        if (change.Old is null || change.New is null || PodFacts.IsActive(change.Old) != PodFacts.IsActive(change.New)
            || !JsonNode.DeepEquals(change.Old["spec"], change.New["spec"]) || !JsonNode.DeepEquals(change.Old.At("metadata", "labels"), change.New.At("metadata", "labels")))
            Wake();
    }

    // Heartbeats change a node every few seconds without changing what fits.
    private void OnNode(Change change)
    {
        if (change.Old is null || change.New is null || !JsonNode.DeepEquals(change.Old["spec"], change.New["spec"])
            || !JsonNode.DeepEquals(change.Old.At("metadata", "labels"), change.New.At("metadata", "labels"))
            || !JsonNode.DeepEquals(change.Old.At("status", "allocatable"), change.New.At("status", "allocatable")))
            Wake();
    }

    private void Wake() => _wake.Writer.TryWrite(true);
}
