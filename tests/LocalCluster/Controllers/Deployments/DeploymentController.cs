using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.Deployments;

/// <summary>Rolls a Deployment's template out over ReplicaSets, one step per reconcile.</summary>
internal sealed class DeploymentController(ControllerContext context)
{
    private readonly RevisionKeeper _revisions = new(context);

    public Task RunAsync(CancellationToken cancellation)
    {
        var queue = context.Queue("deployment");
        context.Informers.For(Resource.Deployments).Subscribe(change => queue.Enqueue(change.Latest.Key));
        context.Informers.For(Resource.ReplicaSets).Subscribe(change => EnqueueOwner(change.Latest, "Deployment", queue));
        // A Recreate rollout waits for the last old pod to be gone, which no ReplicaSet's status shows.
        context.Informers.For(Resource.Pods).Subscribe(change =>
        {
            if (change.New is null && Ownership.ControllerKey(change.Latest, "ReplicaSet") is { } set && context.Informers.For(Resource.ReplicaSets).Find(set) is { } owner)
                EnqueueOwner(owner, "Deployment", queue);
        });
        return queue.RunAsync(ReconcileAsync, cancellation);
    }

    private static void EnqueueOwner(JsonObject obj, string kind, WorkQueue queue)
    {
        if (Ownership.ControllerKey(obj, kind) is { } owner) queue.Enqueue(owner);
    }

    private async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken cancellation)
    {
        var (ns, name) = ObjectMeta.SplitKey(key);
        if (await context.Client.GetAsync(Resource.Deployments, ns, name, cancellation) is not { } deployment) return null;
        var sets = (await Ownership.ClaimAsync(context, deployment, Resource.ReplicaSets, cancellation)).OrderBy(set => set.Created).ToList();
        var current = RevisionKeeper.Current(deployment, sets);
        if (!deployment.IsDeleting)
        {
            var paused = deployment.Flag("spec", "paused");
            if (!paused && current is null) sets.Add(current = await _revisions.CreateAsync(deployment, sets, cancellation));
            else if (!paused) await _revisions.PromoteAsync(deployment, current!, sets, cancellation);
            sets = await ScaleAsync(deployment, current, sets, cancellation);
            current = sets.FirstOrDefault(set => set.Uid == current?.Uid);
            if (!paused) await _revisions.TrimAsync(deployment, current, sets, cancellation);
        }

        var now = context.Time.GetUtcNow();
        var written = await context.Client.ReviseAsync(
            Resource.Deployments, deployment, copy => DeploymentStatus.Write(copy, current, sets, now), "status", cancellation);
        return written is null ? null : DeploymentStatus.UntilDeadline(written, now);
    }

    private async Task<List<JsonObject>> ScaleAsync(JsonObject deployment, JsonObject? current, List<JsonObject> sets, CancellationToken cancellation)
    {
        var plan = await PlanAsync(deployment, current, sets, cancellation);
        List<JsonObject> scaled = [];
        foreach (var set in sets)
        {
            var wanted = plan.GetValueOrDefault(set.Name, RolloutFacts.Wanted(set));
            var annotations = RolloutFacts.SizeAnnotations(deployment);
            var revised = await context.Client.ReviseAsync(Resource.ReplicaSets, set, copy => RolloutFacts.Resize(copy, wanted, annotations), null, cancellation);
            if (revised is null) continue;
            scaled.Add(revised);
            var before = RolloutFacts.Wanted(set);
            if (wanted != before)
                context.Events.Normal(deployment, "ScalingReplicaSet", $"Scaled {(wanted > before ? "up" : "down")} replica set {set.Name} from {before} to {wanted}");
        }

        return scaled;
    }

    private async Task<IReadOnlyDictionary<string, int>> PlanAsync(
        JsonObject deployment, JsonObject? current, List<JsonObject> sets, CancellationToken cancellation)
    {
        var rollout = RolloutFacts.Read(deployment, current, sets);
        if (current is null || deployment.Flag("spec", "paused")) return RolloutFacts.Resized(deployment, current, sets);
        if (deployment.Text("spec", "strategy", "type") != "Recreate") return RollingUpdate.Plan(rollout);

        // Recreate: all old pods go, and not before the last is really gone do the new ones start.
        var plan = rollout.Old.ToDictionary(old => old.Name, _ => 0);
        var pods = await context.Client.ListAsync(
            Resource.Pods, deployment.Namespace, new ListQuery { LabelSelector = LabelSelector.Query(deployment.At("spec", "selector")) }, cancellation);
        var old = sets.Where(set => set.Uid != current.Uid).Select(set => set.Uid).ToHashSet();
        var alive = pods.Items.Any(pod => !PodFacts.IsTerminal(pod) && old.Contains(pod.ControllerReference.Text("uid") ?? ""));
        plan[current.Name] = alive ? rollout.New.Wanted : rollout.Desired;
        return plan;
    }
}
