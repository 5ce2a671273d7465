using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Schema.BuiltIn.Defaults;

/// <summary>Defaults of a Service that depend on its type and ports.</summary>
internal static class ServiceDefaults
{
    public static void Apply(JsonObject service)
    {
        if (service["spec"] is not JsonObject spec) return;
        foreach (var port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>())
            if (port["targetPort"] is null && port["port"] is { } number) port["targetPort"] = number.DeepClone();

        var type = spec.Text("type");
        if (type != "ExternalName") spec["internalTrafficPolicy"] ??= "Cluster";
        if (type is "NodePort" or "LoadBalancer") spec["externalTrafficPolicy"] ??= "Cluster";
        if (type == "LoadBalancer") spec["allocateLoadBalancerNodePorts"] ??= true;
        if (spec.Text("sessionAffinity") == "ClientIP") spec.Child("sessionAffinityConfig").Child("clientIP")["timeoutSeconds"] ??= 10800;
    }
}
