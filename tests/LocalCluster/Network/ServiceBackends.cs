using System.Net;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Network;

/// <summary>One pod behind a service, with what decides whether it gets new connections.</summary>
internal sealed record Backend(JsonObject Pod, string Address, bool Ready, bool Serving, bool Terminating);

/// <summary>
/// Which pods stand behind a service. The EndpointSlice controller publishes this and the proxy routes by it: the proxy does not read EndpointSlices,
/// because a real API server refuses the loopback addresses of our pods in them.
/// </summary>
internal static class ServiceBackends
{
    public static IReadOnlyList<Backend> Of(JsonObject service, IEnumerable<JsonObject> pods)
    {
        var selector = service.Map("spec", "selector");
        var publishUnready = service.Flag("spec", "publishNotReadyAddresses");
        return
        [
            .. pods.Where(pod => pod.Namespace == service.Namespace && !PodFacts.IsTerminal(pod) && LabelSelector.MatchesMap(selector, pod.Labels))
                .Where(pod => pod.Text("status", "podIP") is { Length: > 0 })
                .OrderBy(pod => pod.Name, StringComparer.Ordinal)
                .Select(pod => Describe(pod, publishUnready)),
        ];
    }

    /// <summary>The port number a service port means for a pod: a number as it is, a name as the pod's containers declare it. Null when they do not.</summary>
    public static int? TargetPort(JsonObject servicePort, JsonObject pod)
    {
        if (servicePort.Whole("targetPort") is > 0 and var number) return (int)number;
        var name = servicePort.Text("targetPort");
        if (name is null) return (int?)servicePort.Whole("port");
        if (int.TryParse(name, out var parsed)) return parsed;
        var containers = pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers").Where(init => init.Text("restartPolicy") == "Always"));
        return (int?)containers.SelectMany(container => container.Objects("ports")).FirstOrDefault(port => port.Text("name") == name)?.Whole("containerPort");
    }

    /// <summary>Where new connections to a service port may go.</summary>
    public static IReadOnlyList<IPEndPoint> Routes(JsonObject servicePort, IEnumerable<Backend> backends) =>
    [
        .. backends.Where(backend => backend.Ready)
            .Select(backend => (backend.Address, Port: TargetPort(servicePort, backend.Pod)))
            .Where(target => target.Port is not null)
            .Select(target => new IPEndPoint(IPAddress.Parse(target.Address), target.Port!.Value)),
    ];

    private static Backend Describe(JsonObject pod, bool publishUnready)
    {
        var serving = publishUnready || PodFacts.IsReady(pod);
        return new Backend(pod, pod.Text("status", "podIP")!, publishUnready || (serving && !pod.IsDeleting), serving, pod.IsDeleting);
    }
}
