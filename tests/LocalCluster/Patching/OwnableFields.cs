using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Patching;

/// <summary>The part of an object that managers can own.</summary>
internal static class OwnableFields
{
    private static readonly string[] Bookkeeping =
        ["name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields", "resourceVersion"];

    /// <summary>Without identity and bookkeeping, and without the half of the object that this endpoint does not write.</summary>
    public static JsonObject Of(JsonObject value, PatchContext context)
    {
        var result = value.DeepClone().AsObject();
        result.Remove("apiVersion");
        result.Remove("kind");
        if (result["metadata"] is JsonObject metadata)
        {
            foreach (var name in Bookkeeping) metadata.Remove(name);
            if (metadata.Count == 0) result.Remove("metadata");
        }

        if (context.Subresource == "status") result.Remove("spec");
        else if (context.Type.HasStatus) result.Remove("status");
        return result;
    }

    /// <summary>The applied configuration, reduced to what applying it may change.</summary>
    public static JsonObject Writable(JsonObject applied, PatchContext context)
    {
        var result = applied.DeepClone().AsObject();
        if (context.Subresource == "status") result.Remove("spec");
        else if (context.Type.HasStatus) result.Remove("status");
        result.Metadata().Remove("managedFields");
        return result;
    }
}
