using System.Text.Json;
using System.Text.Json.Nodes;
using KubeOps.Operator.Serialization;
using Microsoft.AspNetCore.Http;

namespace KubeOps.Operator.Web.Webhooks.Admission;

/// <summary>Writes the response to an admission request.</summary>
internal static class AdmissionAnswer
{
    /// <param name="patch">JSON patch operations, or null for none.</param>
    public static Task WriteAsync(HttpContext http, string uid, bool allowed, AdmissionStatus? status, IList<string> warnings, JsonArray? patch)
    {
        var response = new JsonObject { ["uid"] = uid, ["allowed"] = allowed };
        if (status is not null) response["status"] = JsonSerializer.SerializeToNode(status, KubernetesJsonSerializer.SerializerOptions);
        if (warnings.Count > 0) response["warnings"] = new JsonArray([.. warnings.Select(warning => JsonValue.Create(warning))]);
        if (patch is { Count: > 0 })
        {
            response["patchType"] = "JSONPatch";
            response["patch"] = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(patch));
        }

        var review = new JsonObject { ["apiVersion"] = "admission.k8s.io/v1", ["kind"] = "AdmissionReview", ["response"] = response };
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(review.ToJsonString(), http.RequestAborted);
    }
}
