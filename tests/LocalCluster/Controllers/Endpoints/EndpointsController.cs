using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Network;

namespace InferOps.LocalCluster.Controllers.Endpoints;

/// <summary>Publishes which pods stand behind each service, as EndpointSlices and as Endpoints.</summary>
internal sealed class EndpointsController(ControllerContext context)
{
    private static readonly string[] Content = ["endpoints", "ports", "subsets"];

    public Task RunAsync(CancellationToken cancellation)
    {
        var queue = context.Queue("endpoints");
        context.Informers.For(Resource.Services).Subscribe(change => queue.Enqueue(change.Latest.Key));
        context.Informers.For(Resource.Pods).Subscribe(change => OnPod(change, queue));
        context.Informers.For(Resource.EndpointSlices);
        context.Informers.For(Resource.Endpoints);
        return queue.RunAsync(ReconcileAsync, cancellation);
    }

    private void OnPod(Change change, WorkQueue queue)
    {
        if (change.Old is not null && change.New is not null && Facts(change.Old) == Facts(change.New)) return;
        foreach (var service in context.Informers.For(Resource.Services).In(change.Latest.Namespace))
        {
            var selector = service.Map("spec", "selector");
            if ((change.Old is not null && LabelSelector.MatchesMap(selector, change.Old.Labels)) || LabelSelector.MatchesMap(selector, change.Latest.Labels))
                queue.Enqueue(service.Key);
        }

        static (string?, bool, bool, bool, string) Facts(JsonObject pod) =>
            (pod.Text("status", "podIP"), PodFacts.IsReady(pod), pod.IsDeleting, PodFacts.IsTerminal(pod), pod.At("metadata", "labels")?.ToJsonString() ?? "");
    }

    private async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken cancellation)
    {
        await context.Informers.For(Resource.EndpointSlices).Synced.WaitAsync(cancellation);
        var service = context.Informers.For(Resource.Services).Find(key);
        if (service is null)
        {
            // The slices go with their owner; Endpoints, which have none, are ours to delete.
            var (ns, name) = ObjectMeta.SplitKey(key);
            if (context.Informers.For(Resource.Endpoints).Find(key) is not null) await context.Client.DeleteAsync(Resource.Endpoints, ns, name, DeleteOptions.Default, cancellation);
            return null;
        }

        // Without a selector the endpoints are someone else's.
        if (service.IsDeleting || service.Map("spec", "selector").Count == 0) return null;
        var backends = ServiceBackends.Of(service, context.Informers.For(Resource.Pods).In(service.Namespace));
        var wanted = SliceBuilder.Slices(service, backends);
        foreach (var slice in wanted) await WriteAsync(Resource.EndpointSlices, slice, cancellation);
        foreach (var old in context.Informers.For(Resource.EndpointSlices).In(service.Namespace).Where(slice => IsStale(slice, service, wanted)))
            await context.Client.DeleteAsync(Resource.EndpointSlices, old.Namespace, old.Name, new DeleteOptions { Uid = old.Uid }, cancellation);
        await WriteAsync(Resource.Endpoints, SliceBuilder.Endpoints(service, backends), cancellation);
        return null;
    }

    private static bool IsStale(JsonObject slice, JsonObject service, IReadOnlyList<JsonObject> wanted) =>
        slice.Labels.GetValueOrDefault(SliceBuilder.ServiceName) == service.Name && slice.Labels.GetValueOrDefault(SliceBuilder.ManagedBy) == SliceBuilder.Us
        && !wanted.Any(other => other.Name == slice.Name);

    private async Task WriteAsync(Resource resource, JsonObject wanted, CancellationToken cancellation)
    {
        var known = context.Informers.For(resource).Find(wanted.Key) ?? await context.Client.GetAsync(resource, wanted.Namespace, wanted.Name, cancellation);
        if (known is null) await context.Client.CreateAsync(resource, wanted, cancellation);
        else await context.Client.ReviseAsync(resource, known, copy => Replace(copy, wanted), null, cancellation);
    }

    private static void Replace(JsonObject obj, JsonObject wanted)
    {
        foreach (var field in Content.Where(wanted.ContainsKey))
            if (!JsonNode.DeepEquals(obj[field], wanted[field])) obj[field] = wanted[field]!.DeepClone();
    }
}
