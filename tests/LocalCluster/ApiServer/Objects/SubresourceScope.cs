using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>Which part of an object a write may touch: status through <c>/status</c>, everything else through the object itself.</summary>
internal static class SubresourceScope
{
    private static readonly string[] MetadataByStatus = ["annotations", "labels", "finalizers"];

    public static JsonObject Restrict(ObjectRequest request, JsonObject before, JsonObject wanted)
    {
        var next = (JsonObject)(request.Subresource is "" or "scale" or "binding" ? wanted : before).DeepClone();
        switch (request.Subresource)
        {
            case "status":
                next.CopyFrom(wanted, "status");
                CopyMetadataByStatus(request.Type, next.Metadata(), wanted.Metadata());
                break;
            case "finalize":
                next.Child("spec").CopyFrom(wanted.Child("spec"), "finalizers");
                break;
            case "binding":
                break;
            default:
                if (request.Type.HasStatus) next.CopyFrom(before, "status");
                break;
        }

        next.Metadata().CopyFrom(ManagedFieldsSource(before, wanted), "managedFields");
        next["apiVersion"] = request.Type.ApiVersion;
        return next;
    }

    /// <summary>Kubelets label and annotate their node and pods together with the status; for other types the status write changes the status alone.</summary>
    private static void CopyMetadataByStatus(ResourceType type, JsonObject next, JsonObject wanted)
    {
        if (type.GroupResource is not ("nodes" or "pods")) return;
        foreach (var name in MetadataByStatus) next.CopyFrom(wanted, name);
    }

    /// <summary>A body without managed fields keeps the recorded ones; an explicitly empty list resets them.</summary>
    private static JsonObject ManagedFieldsSource(JsonObject before, JsonObject wanted) =>
        wanted.Metadata().ContainsKey("managedFields") ? wanted.Metadata() : before.Metadata();
}
