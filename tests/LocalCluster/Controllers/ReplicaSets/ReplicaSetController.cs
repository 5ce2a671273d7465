using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.ReplicaSets;

/// <summary>Keeps as many pods of a template as a ReplicaSet asks for.</summary>
internal sealed class ReplicaSetController(ControllerContext context)
{
    // More at once only makes a failing admission fail more often.
    private const int Burst = 500;

    public Task RunAsync(CancellationToken cancellation)
    {
        var queue = context.Queue("replicaset");
        context.Informers.For(Resource.ReplicaSets).Subscribe(change => queue.Enqueue(change.Latest.Key));
        context.Informers.For(Resource.Pods).Subscribe(change => EnqueueOwner(change.Latest, queue));
        return queue.RunAsync(ReconcileAsync, cancellation);
    }

    private void EnqueueOwner(JsonObject pod, WorkQueue queue)
    {
        if (Ownership.ControllerKey(pod, "ReplicaSet") is { } owner) queue.Enqueue(owner);
        else if (pod.ControllerReference is null && PodFacts.IsActive(pod))
            foreach (var set in context.Informers.For(Resource.ReplicaSets).In(pod.Namespace))
                if (LabelSelector.Matches(set.At("spec", "selector"), pod.Labels)) queue.Enqueue(set.Key);
    }

    private async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken cancellation)
    {
        var (ns, name) = ObjectMeta.SplitKey(key);
        if (await context.Client.GetAsync(Resource.ReplicaSets, ns, name, cancellation) is not { } set) return null;
        var active = (await Ownership.ClaimAsync(context, set, Resource.Pods, cancellation)).Where(PodFacts.IsActive).ToList();
        if (!set.IsDeleting) await ScaleAsync(set, active, cancellation);
        var now = context.Time.GetUtcNow();
        await context.Client.ReviseAsync(Resource.ReplicaSets, set, copy => ReplicaSetStatus.Write(copy, active, now), "status", cancellation);
        return ReplicaSetStatus.NextAvailability(set, active, now);
    }

    /// <summary>Makes or deletes pods and brings <paramref name="active"/> up to date with that.</summary>
    private async Task ScaleAsync(JsonObject set, List<JsonObject> active, CancellationToken cancellation)
    {
        var missing = (int)(set.Whole("spec", "replicas") ?? 1) - active.Count;
        for (var i = 0; i < Math.Min(missing, Burst); i++) active.Add(await CreateAsync(set, cancellation));
        foreach (var surplus in ScaleDownOrder.Sort(active).Take(-missing).ToList())
        {
            await context.Client.DeleteAsync(Resource.Pods, surplus.Namespace, surplus.Name, new DeleteOptions { Uid = surplus.Uid }, cancellation);
            context.Events.Normal(set, "SuccessfulDelete", $"Deleted pod: {surplus.Name}");
            active.Remove(surplus);
        }
    }

    private async Task<JsonObject> CreateAsync(JsonObject set, CancellationToken cancellation)
    {
        try
        {
            var pod = await context.Client.CreateAsync(Resource.Pods, PodTemplate.Pod(set), cancellation);
            context.Events.Normal(set, "SuccessfulCreate", $"Created pod: {pod.Name}");
            return pod;
        }
        catch (KubeApiException refusal)
        {
            context.Events.Warning(set, "FailedCreate", $"Error creating: {refusal.Message}");
            await context.Client.ReviseAsync(Resource.ReplicaSets, set, copy => ReplicaSetStatus.WriteFailure(copy, refusal.Message, context.Now), "status", cancellation);
            throw;
        }
    }
}
