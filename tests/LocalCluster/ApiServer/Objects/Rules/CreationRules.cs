using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.CustomResources;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Objects.Rules;

/// <summary>What the server adds to a new object of each type, before defaults and validation.</summary>
internal static class CreationRules
{
    private static readonly Dictionary<string, Action<JsonObject, ObjectContext>> ByResource = new()
    {
        ["namespaces"] = (content, _) => OnNamespace(content),
        ["pods"] = (content, _) => PodRules.OnCreate(content),
        ["services"] = ServiceRules.OnCreate,
        ["secrets"] = (content, _) => SecretRules.MergeStringData(content),
        ["jobs.batch"] = (content, _) => JobRules.OnCreate(content),
        ["persistentvolumeclaims"] = (content, _) => content.Child("status")["phase"] = "Pending",
        ["persistentvolumes"] = (content, _) => content.Child("status")["phase"] = "Pending",
        [CrdTypes.Resource] = (content, context) => CrdRules.Accept(content, context.Now),
    };

    public static void Apply(ObjectRequest request, JsonObject content, ObjectContext context)
    {
        // A kubelet registers its node together with the node's status; no other type may be born with one.
        if (request.Type.HasStatus && request.Type.GroupResource != "nodes") content.Remove("status");
        if (ByResource.TryGetValue(request.Type.StorageResource(), out var rule)) rule(content, context);
    }

    private static void OnNamespace(JsonObject content)
    {
        if (content.Text("metadata", "name") is { } name) content.Metadata().Child("labels")["kubernetes.io/metadata.name"] = name;
        content.Child("spec")["finalizers"] = new JsonArray("kubernetes");
        content["status"] = new JsonObject { ["phase"] = "Active" };
    }
}
