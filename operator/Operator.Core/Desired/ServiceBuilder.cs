using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>One address over the replicas of all pools.</summary>
internal static class ServiceBuilder
{
    public static JsonObject Build(ObservedService service)
    {
        var manifest = Manifest.Create("v1", "Service", Names.Service(service.Key.Name), service, Names.Replica);
        manifest["spec"] = new JsonObject
        {
            ["type"] = "ClusterIP",
            ["selector"] = Manifest.Map(new Dictionary<string, string> { [PodLabels.Service] = service.Key.Name, [PodLabels.Component] = Names.Replica }),
            ["ports"] = Manifest.List(new JsonObject
            {
                ["name"] = RuntimeEndpoints.PortName,
                ["port"] = Names.ServicePort,
                ["protocol"] = "TCP",
                ["targetPort"] = RuntimeEndpoints.PortName,
            }),
        };
        return manifest;
    }
}
