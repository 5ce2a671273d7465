using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;

namespace InferOps.LocalCluster.Patching;

/// <summary>Applies the body of a PATCH request to an object.</summary>
public static class Patch
{
    /// <summary>
    /// Returns the patched object; neither argument is changed. Only <see cref="PatchType.Apply"/> accepts <paramref name="current"/> = null, and then
    /// creates. An apply also updates <c>metadata.managedFields</c>; after the other kinds the caller uses <see cref="ManagedFields.Track"/>.
    /// </summary>
    /// <param name="body">JSON; for <see cref="PatchType.Apply"/> YAML has already been turned into JSON.</param>
    /// <exception cref="ApiException">400 malformed, 409 conflict, 415 strategic patch of a custom resource, 422 not applicable.</exception>
    public static JsonObject Apply(PatchType type, JsonObject? current, string body, PatchContext context)
    {
        var patch = Parse(body);
        return type switch
        {
            PatchType.Json => JsonPatch.Apply(Existing(current), patch as JsonArray ?? throw Malformed("a JSON patch is an array of operations")),
            PatchType.Merge => MergePatch.Apply(Existing(current), Object(patch)),
            PatchType.Strategic when context.Type.IsCustom => throw ApiException.UnsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: " +
                "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"),
            PatchType.Strategic => StrategicMergePatch.Apply(Existing(current), Object(patch), context.Schema),
            PatchType.Apply => ServerSideApply.Apply(current, Object(patch), context),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };
    }

    private static JsonObject Existing(JsonObject? current) =>
        current ?? throw new ArgumentNullException(nameof(current), "Only an apply patch can create an object.");

    private static JsonObject Object(JsonNode? patch) => patch as JsonObject ?? throw Malformed("the patch is not an object");

    private static JsonNode? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException error)
        {
            throw Malformed(error.Message);
        }
    }

    private static ApiException Malformed(string why) => ApiException.BadRequest($"error decoding patch: {why}");
}
