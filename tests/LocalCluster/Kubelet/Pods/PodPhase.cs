using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Containers;

namespace InferOps.LocalCluster.Kubelet.Pods;

/// <summary>The phase a pod's containers add up to. Main containers count; sidecars only keep a pod from starting.</summary>
internal static class PodPhase
{
    public static string Of(JsonObject pod, PodObservation seen)
    {
        var main = seen.Containers.Where(container => container.Role == ContainerRole.Main).ToList();
        if (seen.Finished)
            return seen.Reason is null && seen.Initialized && main.TrueForAll(container => container.State is ContainerState.Terminated { ExitCode: 0 }) ? "Succeeded" : "Failed";
        if (!seen.Initialized) return "Pending";
        // A container that waits for its first run keeps the pod pending; one that waits for its next does not.
        return main.Exists(container => container is { State: ContainerState.Waiting, Last: null, Restarts: 0 }) ? "Pending" : "Running";
    }
}

/// <summary>How well a pod's requests cover its limits.</summary>
internal static class QosClass
{
    public static string Of(JsonObject pod)
    {
        var containers = pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")).ToList();
        var amounts = containers.ConvertAll(container => (
            Requests: Quantity.ParseMap(container.At("resources", "requests")), Limits: Quantity.ParseMap(container.At("resources", "limits"))));
        string[] counted = ["cpu", "memory"];
        if (!amounts.Exists(amount => counted.Any(name => amount.Requests.ContainsKey(name) || amount.Limits.ContainsKey(name)))) return "BestEffort";
        return amounts.TrueForAll(amount => counted.All(name => amount.Limits.TryGetValue(name, out var limit) && amount.Requests.GetValueOrDefault(name, limit) == limit))
            ? "Guaranteed"
            : "Burstable";
    }
}
