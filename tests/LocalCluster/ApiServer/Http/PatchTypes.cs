using System.Text.Json.Nodes;
using InferOps.LocalCluster.Patching;
using YamlDotNet.Core;

namespace InferOps.LocalCluster.Api.Http;

/// <summary>Which kind of patch a body is, by its media type.</summary>
internal static class PatchTypes
{
    /// <exception cref="ApiException">415.</exception>
    public static PatchType Of(RequestBody body) => body.MediaType switch
    {
        "application/json-patch+json" => PatchType.Json,
        "application/merge-patch+json" => PatchType.Merge,
        "application/strategic-merge-patch+json" => PatchType.Strategic,
        "application/apply-patch+yaml" => PatchType.Apply,
        _ => throw ApiException.UnsupportedMediaType(
            "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, " +
            "application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml"),
    };

    /// <summary>The patch as JSON; an apply patch may be YAML.</summary>
    /// <exception cref="ApiException">400 when it is neither.</exception>
    public static string Json(RequestBody body)
    {
        if (PatchTypes.Of(body) != PatchType.Apply) return body.Text;
        try
        {
            return YamlBody.Parse(body.Text) is JsonObject content ? content.ToJsonString() : throw ApiException.BadRequest("error decoding YAML: not an object");
        }
        catch (YamlException broken)
        {
            throw ApiException.BadRequest($"error decoding YAML: {broken.Message}");
        }
    }
}
