using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Network;

namespace InferOps.LocalCluster.Controllers.Endpoints;

/// <summary>The EndpointSlices and the older Endpoints object of a service. Pure.</summary>
internal static class SliceBuilder
{
    public const string ServiceName = "kubernetes.io/service-name";
    public const string ManagedBy = "endpointslice.kubernetes.io/managed-by";
    public const string Us = "endpointslice-controller.k8s.io";

    /// <summary>One slice per set of port numbers: a named port may mean another number in another pod.</summary>
    public static IReadOnlyList<JsonObject> Slices(JsonObject service, IReadOnlyList<Backend> backends)
    {
        var groups = backends.GroupBy(backend => Ports(service, backend.Pod).ToJsonString()).ToList();
        if (groups.Count == 0) return [Slice(service, [], new JsonArray())];
        return groups.ConvertAll(group => Slice(service, [.. group], Ports(service, group.First().Pod)));
    }

    public static JsonObject Endpoints(JsonObject service, IReadOnlyList<Backend> backends)
    {
        var subsets = backends.Where(backend => !backend.Terminating || backend.Ready).GroupBy(backend => Ports(service, backend.Pod).ToJsonString()).Select(group =>
        {
            var subset = new JsonObject();
            Add(subset, "addresses", group.Where(backend => backend.Ready));
            Add(subset, "notReadyAddresses", group.Where(backend => !backend.Ready));
            subset["ports"] = Ports(service, group.First().Pod);
            return subset;
        });
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Endpoints",
            ["metadata"] = new JsonObject { ["name"] = service.Name, ["namespace"] = service.Namespace, ["labels"] = service.Labels.ToJsonObject() },
            ["subsets"] = subsets.ToJsonArray(),
        };
    }

    private static void Add(JsonObject subset, string field, IEnumerable<Backend> backends)
    {
        var addresses = backends.Select(backend => new JsonObject
        {
            ["ip"] = backend.Address,
            ["nodeName"] = backend.Pod.Text("spec", "nodeName"),
            ["targetRef"] = Reference(backend.Pod),
        }).ToJsonArray();
        if (addresses.Count > 0) subset[field] = addresses;
    }

    private static JsonObject Slice(JsonObject service, IReadOnlyList<Backend> backends, JsonArray ports)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ports.ToJsonString())))[..5];
        var labels = service.Labels.ToJsonObject();
        labels[ServiceName] = service.Name;
        labels[ManagedBy] = Us;
        return new JsonObject
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{service.Name}-{hash}",
                ["namespace"] = service.Namespace,
                ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(Ownership.Reference(service)),
            },
            ["addressType"] = "IPv4",
            ["endpoints"] = backends.Select(Endpoint).ToJsonArray(),
            ["ports"] = ports,
        };
    }

    private static JsonObject Endpoint(Backend backend) => new()
    {
        ["addresses"] = new JsonArray(backend.Address),
        ["conditions"] = new JsonObject { ["ready"] = backend.Ready, ["serving"] = backend.Serving, ["terminating"] = backend.Terminating },
        ["nodeName"] = backend.Pod.Text("spec", "nodeName"),
        ["targetRef"] = Reference(backend.Pod),
    };

    private static JsonObject Reference(JsonObject pod) =>
        new() { ["kind"] = "Pod", ["namespace"] = pod.Namespace, ["name"] = pod.Name, ["uid"] = pod.Uid };

    private static JsonArray Ports(JsonObject service, JsonObject pod)
    {
        var ports = new JsonArray();
        foreach (var port in service.Objects("spec", "ports"))
        {
            if (ServiceBackends.TargetPort(port, pod) is not { } number) continue;
            ports.Add((JsonNode)new JsonObject { ["name"] = port.Text("name") ?? "", ["port"] = number, ["protocol"] = port.Text("protocol") ?? "TCP" });
        }

        return ports;
    }
}
