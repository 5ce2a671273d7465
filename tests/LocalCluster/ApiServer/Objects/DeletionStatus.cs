using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>The answer to a deletion that is complete.</summary>
internal static class DeletionStatus
{
    public static JsonObject Of(ResourceType type, StoredObject last)
    {
        var details = new JsonObject { ["name"] = last.Key.Name };
        if (type.Group.Length > 0) details["group"] = type.Group;
        details["kind"] = type.Plural;
        details["uid"] = last.Uid;
        return new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        };
    }
}
