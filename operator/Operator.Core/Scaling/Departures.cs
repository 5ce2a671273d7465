using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Scaling;

/// <summary>
/// Which replicas of a Deployment leave when it becomes smaller: the idle-most. Kubernetes deletes pods that are not ready first, then those of the lowest deletion cost; so
/// the ones to leave are marked just before, and nothing is written while nobody leaves.
/// </summary>
public static class Departures
{
    public const string Annotation = "controller.kubernetes.io/pod-deletion-cost";

    private const int First = -1;
    private const int InTurn = 0;

    /// <param name="pods">Pods of one Deployment.</param>
    /// <param name="loads">Requests running and waiting, by the pod's address or name. Empty: unknown, and Kubernetes' own order stands.</param>
    /// <param name="leaving">Replicas that the Deployment will have less.</param>
    /// <returns>The marks to change, by pod.</returns>
    public static IReadOnlyList<(string Pod, int DeletionCost)> Mark(IEnumerable<ObservedPod> pods, IReadOnlyDictionary<string, double> loads, int leaving)
    {
        var present = pods.Where(pod => pod is { Inspection: false, Terminating: false, Finished: false }).ToList();
        var ready = present.Where(pod => pod.Ready).ToList();
        var idle = leaving - (present.Count - ready.Count);
        if (loads.Count == 0 || idle <= 0 || idle >= ready.Count) return [];
        // A replica that is not measured yet has just begun, and has little to finish.
        var order = ready.OrderBy(pod => Load(pod, loads)).ThenByDescending(pod => pod.ReadyAt).ThenBy(pod => pod.Name, StringComparer.Ordinal).ToList();
        return [.. order.Select((pod, place) => (pod, Cost: place < idle ? First : InTurn)).Where(mark => mark.pod.DeletionCost != mark.Cost).Select(mark => (mark.pod.Name, mark.Cost))];
    }

    private static double Load(ObservedPod pod, IReadOnlyDictionary<string, double> loads) =>
        pod.Address is { } address && loads.TryGetValue(address, out var load) ? load : loads.GetValueOrDefault(pod.Name);
}
