using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Patching;

/// <summary>
/// A user who moves from client-side to server-side apply conflicts with nobody but an earlier self: fields that kubectl's own annotation says it applied
/// are taken over without force.
/// </summary>
internal static class LastApplied
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    public static bool Covers(JsonObject? live, IReadOnlyList<ManagerEntry> conflicts, PatchContext context)
    {
        if (context.Manager != "kubectl" || live.Text("metadata", "annotations", Annotation) is not { } text || Parse(text) is not { } configuration) return false;
        var owned = FieldSetBuilder.Of(OwnableFields.Of(configuration, context), context.Schema);
        return conflicts.All(entry => entry.Fields.Except(owned).IsEmpty);
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            // The annotation is the user's to break; then it proves nothing.
            return null;
        }
    }
}
