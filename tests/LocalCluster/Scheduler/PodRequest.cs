using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Scheduler;

/// <summary>What a pod asks of a node, in base units: cores, bytes, devices.</summary>
internal static class PodRequest
{
    /// <summary>
    /// The sum over containers and sidecars, or the largest init container where that is more (it runs beside the sidecars started before it), plus
    /// the overhead of the runtime class.
    /// </summary>
    public static Dictionary<string, decimal> Of(JsonObject pod)
    {
        var total = new Dictionary<string, decimal>();
        foreach (var container in pod.Objects("spec", "containers")) Add(total, Requests(container));
        var sidecars = new Dictionary<string, decimal>();
        var initPeak = new Dictionary<string, decimal>();
        foreach (var container in pod.Objects("spec", "initContainers"))
        {
            var requests = Requests(container);
            if (container.Text("restartPolicy") == "Always")
            {
                Add(sidecars, requests);
                Add(total, requests);
            }
            else
            {
                Add(requests, sidecars);
                Raise(initPeak, requests);
            }
        }

        Raise(total, initPeak);
        Add(total, Quantity.ParseMap(pod.At("spec", "overhead")));
        return total;
    }

    // A limit without a request is the request.
    private static Dictionary<string, decimal> Requests(JsonObject container)
    {
        var requests = Quantity.ParseMap(container.At("resources", "limits"));
        foreach (var (name, amount) in Quantity.ParseMap(container.At("resources", "requests"))) requests[name] = amount;
        return requests;
    }

    private static void Add(Dictionary<string, decimal> into, Dictionary<string, decimal> more)
    {
        foreach (var (name, amount) in more) into[name] = into.GetValueOrDefault(name) + amount;
    }

    private static void Raise(Dictionary<string, decimal> into, Dictionary<string, decimal> other)
    {
        foreach (var (name, amount) in other) into[name] = Math.Max(into.GetValueOrDefault(name), amount);
    }
}
