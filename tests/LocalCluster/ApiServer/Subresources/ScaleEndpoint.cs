using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Objects;
using InferOps.LocalCluster.Api.Storage;
using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Subresources;

/// <summary>Reads and writes the replica count of an object through <c>/scale</c>.</summary>
internal sealed class ScaleEndpoint(ServerParts parts)
{
    public Task GetAsync(HttpContext http, ObjectRequest request) =>
        ResponseWriter.NodeAsync(http, ScaleForm.Of(request.Type, parts.Reader.Get(request).Copy()));

    public async Task UpdateAsync(HttpContext http, ObjectRequest request)
    {
        var scale = (await RequestBody.ReadAsync(http.Request, http.RequestAborted)).ToObject();
        await ChangeAsync(http, request, _ => scale);
    }

    public async Task PatchAsync(HttpContext http, ObjectRequest request)
    {
        var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
        await ChangeAsync(http, request, stored => parts.Schemas.PatchScale(request, ScaleForm.Of(request.Type, stored.Copy()), body, parts.Options.Clock.GetUtcNow()));
    }

    private async Task ChangeAsync(HttpContext http, ObjectRequest request, Func<StoredObject, JsonObject> scaleOf)
    {
        var changed = await parts.Writer.ChangeAsync(request, current => WithReplicas(request, current, scaleOf(current)), tracks: true, http.RequestAborted);
        await ResponseWriter.NodeAsync(http, ScaleForm.Of(request.Type, changed.Copy()), 200, request.Warnings);
    }

    private static JsonObject WithReplicas(ObjectRequest request, StoredObject current, JsonObject scale)
    {
        var replicas = scale.Number("spec", "replicas") ?? 0;
        if (replicas < 0)
        {
            throw ApiException.Invalid(new ResourceType("autoscaling", "v1", "Scale", "scales", true), request.Name,
                [new StatusCause("FieldValueInvalid", $"Invalid value: {replicas}: must be greater than or equal to 0", "spec.replicas")]);
        }

        var wanted = current.Copy();
        FieldPath.Write(wanted, request.Type.Scale!.Spec, replicas);
        if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } version) wanted.Metadata()["resourceVersion"] = version;
        return wanted;
    }
}
