using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Objects.Rules;

/// <summary>Cluster addresses of services.</summary>
internal static class ServiceRules
{
    private static readonly string[] Allocated = ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"];

    public static void OnCreate(JsonObject service, ObjectContext context)
    {
        var spec = service.Child("spec");
        service["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
        if (spec.Text("type") == "ExternalName") return;
        if (spec.Text("clusterIP") is null or "") spec["clusterIP"] = context.Addresses.Allocate();
        spec["clusterIPs"] = new JsonArray(spec.Text("clusterIP"));
        spec["ipFamilies"] ??= new JsonArray("IPv4");
        spec["ipFamilyPolicy"] ??= "SingleStack";
    }

    /// <summary>A body that leaves the address out keeps it.</summary>
    public static void OnUpdate(JsonObject before, JsonObject next)
    {
        var (known, spec) = (before.Child("spec"), next.Child("spec"));
        foreach (var name in Allocated)
        {
            if (spec[name] is null || spec.Text(name) == "") spec.CopyFrom(known, name);
        }
    }
}
