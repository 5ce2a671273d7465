using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Objects;
using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Subresources;

/// <summary>Gives a pod to a node; only once.</summary>
internal sealed class BindingEndpoint(ServerParts parts)
{
    public async Task CreateAsync(HttpContext http, ObjectRequest request)
    {
        var binding = (await RequestBody.ReadAsync(http.Request, http.RequestAborted)).ToObject();
        var node = binding.Text("target", "name");
        if (string.IsNullOrEmpty(node)) throw ApiException.BadRequest("target.name is required");
        await parts.Writer.ChangeAsync(
            request with { Subresource = "binding" }, current => Bind(request, current.Copy(), node, parts.Options.Clock.GetUtcNow()), tracks: true, http.RequestAborted);
        var done = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 };
        await ResponseWriter.NodeAsync(http, done, 201);
    }

    private static JsonObject Bind(ObjectRequest request, JsonObject pod, string node, DateTimeOffset now)
    {
        if (pod.At("metadata", "deletionTimestamp") is not null) throw ApiException.Conflict(request.Type, request.Name, $"pod {request.Name} is being deleted, cannot be assigned to a host");
        if (pod.Text("spec", "nodeName") is { Length: > 0 } taken) throw ApiException.Conflict(request.Type, request.Name, $"pod {request.Name} is already assigned to node \"{taken}\"");
        pod.Child("spec")["nodeName"] = node;
        var status = pod.Child("status");
        var conditions = (status["conditions"] as JsonArray ?? []).Where(condition => condition.Text("type") != "PodScheduled").Select(condition => condition!.DeepClone());
        status["conditions"] = new JsonArray(
        [
            .. conditions,
            new JsonObject { ["type"] = "PodScheduled", ["status"] = "True", ["lastProbeTime"] = null, ["lastTransitionTime"] = ApiTime.Seconds(now) },
        ]);
        return pod;
    }
}
