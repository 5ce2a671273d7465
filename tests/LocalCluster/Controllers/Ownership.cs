using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers;

/// <summary>Which objects belong to a controlling object, by controller reference and selector.</summary>
internal static class Ownership
{
    public static JsonObject Reference(JsonObject owner) => new()
    {
        ["apiVersion"] = owner.Text("apiVersion"),
        ["kind"] = owner.Text("kind"),
        ["name"] = owner.Name,
        ["uid"] = owner.Uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    /// <summary>
    /// The objects that <paramref name="owner"/> controls, read from the server and not from a cache, so that nothing is made twice. Matching objects
    /// without a controller are adopted.
    /// </summary>
    public static async Task<IReadOnlyList<JsonObject>> ClaimAsync(ControllerContext context, JsonObject owner, Resource dependents, CancellationToken cancellation)
    {
        var selector = owner.At("spec", "selector");
        var list = await context.Client.ListAsync(dependents, owner.Namespace, new ListQuery { LabelSelector = LabelSelector.Query(selector) }, cancellation);
        List<JsonObject> claimed = [];
        foreach (var obj in list.Items)
        {
            if (obj.ControllerReference is { } controller)
            {
                if (controller.Text("uid") == owner.Uid) claimed.Add(obj);
            }
            else if (!obj.IsDeleting && !owner.IsDeleting)
            {
                var adopted = await context.Client.ReviseAsync(dependents, obj, copy => Adopt(copy, owner), null, cancellation);
                if (adopted is not null) claimed.Add(adopted);
            }
        }

        return claimed;
    }

    /// <summary>The key of the object that controls <paramref name="obj"/>, when it is of <paramref name="kind"/>.</summary>
    public static string? ControllerKey(JsonObject obj, string kind) =>
        obj.ControllerReference is { } controller && controller.Text("kind") == kind ? $"{obj.Namespace}/{controller.Text("name")}" : null;

    private static void Adopt(JsonObject obj, JsonObject owner)
    {
        if (obj.ControllerReference is not null) return;
        var metadata = obj.Ensure("metadata");
        if (metadata["ownerReferences"] is not JsonArray references) metadata["ownerReferences"] = references = [];
        references.Add((JsonNode)Reference(owner));
    }
}
