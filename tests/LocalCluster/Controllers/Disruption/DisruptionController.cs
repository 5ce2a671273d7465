using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.Disruption;

/// <summary>Keeps the status of PodDisruptionBudgets, which the eviction API decides by.</summary>
internal sealed class DisruptionController(ControllerContext context)
{
    public Task RunAsync(CancellationToken cancellation)
    {
        var queue = context.Queue("disruption");
        context.Informers.For(Resource.PodDisruptionBudgets).Subscribe(change => queue.Enqueue(change.Latest.Key));
        foreach (var resource in (Resource[])[Resource.Pods, Resource.ReplicaSets, Resource.Deployments])
            context.Informers.For(resource).Subscribe(change =>
            {
                foreach (var budget in context.Informers.For(Resource.PodDisruptionBudgets).In(change.Latest.Namespace)) queue.Enqueue(budget.Key);
            });
        return queue.RunAsync(ReconcileAsync, cancellation);
    }

    private async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken cancellation)
    {
        if (context.Informers.For(Resource.PodDisruptionBudgets).Find(key) is not { } budget) return null;
        var pods = context.Informers.For(Resource.Pods).In(budget.Namespace)
            .Where(pod => !PodFacts.IsTerminal(pod) && LabelSelector.Matches(budget.At("spec", "selector"), pod.Labels)).ToList();
        var state = DisruptionBudget.Of(budget, pods, Scale(pods));
        await context.Client.ReviseAsync(Resource.PodDisruptionBudgets, budget, copy => Write(copy, state), "status", cancellation);
        return null;
    }

    private void Write(JsonObject budget, DisruptionBudget state)
    {
        var status = budget.Ensure("status");
        status["expectedPods"] = state.Expected;
        status["desiredHealthy"] = state.DesiredHealthy;
        status["currentHealthy"] = state.CurrentHealthy;
        status["disruptionsAllowed"] = state.Allowed;
        status["observedGeneration"] = budget.Generation;
        Conditions.Set(status, "DisruptionAllowed", state.Allowed > 0, state.Allowed > 0 ? "SufficientPods" : "InsufficientPods", "", context.Now);
    }

    /// <summary>What the pods' controllers want: of a ReplicaSet's Deployment where it has one. A pod without controller counts as one.</summary>
    private int Scale(IReadOnlyList<JsonObject> pods)
    {
        var controllers = new Dictionary<string, int>();
        foreach (var pod in pods)
        {
            var set = Ownership.ControllerKey(pod, "ReplicaSet") is { } owner ? context.Informers.For(Resource.ReplicaSets).Find(owner) : null;
            var deployment = set is not null && Ownership.ControllerKey(set, "Deployment") is { } parent ? context.Informers.For(Resource.Deployments).Find(parent) : null;
            var controller = deployment ?? set;
            controllers[controller?.Uid ?? pod.Uid] = controller is null ? 1 : (int)(controller.Whole("spec", "replicas") ?? 1);
        }

        return controllers.Values.Sum();
    }
}
