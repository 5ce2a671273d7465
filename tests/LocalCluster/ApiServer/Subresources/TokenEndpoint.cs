using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Objects;
using InferOps.LocalCluster.Api.Storage;
using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Subresources;

/// <summary>Issues tokens of a service account (<c>TokenRequest</c>).</summary>
internal sealed class TokenEndpoint(ServerParts parts)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(10);

    public async Task CreateAsync(HttpContext http, ObjectRequest request)
    {
        var content = (await RequestBody.ReadAsync(http.Request, http.RequestAborted)).ToOptionalObject() ?? [];
        var spec = content.Child("spec");
        var seconds = spec.Number("expirationSeconds") ?? 3600;
        if (seconds < Shortest.TotalSeconds)
        {
            throw ApiException.Invalid(new ResourceType("authentication.k8s.io", "v1", "TokenRequest", "tokenrequests", true), request.Name,
                [new StatusCause("FieldValueInvalid", $"Invalid value: {seconds}: may not specify a duration less than 10 minutes", "spec.expirationSeconds")]);
        }

        var lifetime = TimeSpan.FromSeconds(seconds);
        var token = parts.ServiceAccountTokens.Issue(parts.Reader.Get(request), spec.Texts("audiences"), lifetime, BoundPod(request, spec));
        content["kind"] = "TokenRequest";
        content["apiVersion"] = "authentication.k8s.io/v1";
        content["status"] = new System.Text.Json.Nodes.JsonObject
        {
            ["token"] = token,
            ["expirationTimestamp"] = ApiTime.Seconds(parts.Options.Clock.GetUtcNow() + lifetime),
        };
        await ResponseWriter.NodeAsync(http, content, 201);
    }

    private StoredObject? BoundPod(ObjectRequest request, System.Text.Json.Nodes.JsonObject spec)
    {
        if (spec.Text("boundObjectRef", "kind") != "Pod") return null;
        var name = spec.Text("boundObjectRef", "name") ?? "";
        return parts.Store.Find(new ObjectKey("pods", request.Namespace, name)) ?? throw ApiException.NotFound(BuiltInTypes.Find("v1", "Pod")!, name);
    }
}
