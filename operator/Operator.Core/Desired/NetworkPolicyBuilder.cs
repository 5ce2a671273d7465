using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>In: the engine's port, and before it serves, the one that tells how far its model is. Out: name lookups, and HTTPS to pull models, at the ports that their addresses name. Nothing else, so a model server cannot be used to look around.</summary>
internal static class NetworkPolicyBuilder
{
    public static JsonObject Build(ObservedService service, EffectiveEngine engine, EffectiveModel model)
    {
        var manifest = Manifest.Create("networking.k8s.io/v1", "NetworkPolicy", Names.Service(service.Key.Name), service, Names.Replica);
        manifest["spec"] = new JsonObject
        {
            ["podSelector"] = Manifest.Matching((PodLabels.Service, service.Key.Name)),
            ["policyTypes"] = Manifest.Texts(["Ingress", "Egress"]),
            ["ingress"] = Manifest.List(new JsonObject { ["ports"] = Manifest.List(Port(engine.Port, "TCP"), Port(RuntimeEndpoints.PullPort, "TCP")) }),
            ["egress"] = Manifest.List(
                new JsonObject { ["ports"] = Manifest.List(Port(53, "UDP"), Port(53, "TCP")) },
                new JsonObject { ["ports"] = Manifest.List(PullPorts.Of(model.Uris).Prepend(443).Select(port => Port(port, "TCP"))) }),
        };
        return manifest;
    }

    private static JsonObject Port(int port, string protocol) => new() { ["port"] = port, ["protocol"] = protocol };
}
