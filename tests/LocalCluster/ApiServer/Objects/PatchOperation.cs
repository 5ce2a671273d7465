using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;
using InferOps.LocalCluster.Patching;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>Applies a PATCH request; only an apply patch may create what is not there.</summary>
internal sealed class PatchOperation(ServerParts parts)
{
    /// <exception cref="ApiException">400, 404, 409, 415, 422.</exception>
    public (StoredObject Object, bool Created) Apply(ObjectRequest request, RequestBody body)
    {
        var (type, patch, now) = (PatchTypes.Of(body), PatchTypes.Json(body), parts.Options.Clock.GetUtcNow());
        if (type == PatchType.Apply)
        {
            RequireManager(request);
            if (request.Subresource.Length == 0 && parts.Store.Find(request.Key) is null) return (Create(request, patch, now), true);
        }

        JsonObject Patched(StoredObject current)
        {
            var patched = parts.Schemas.Patch(request, type, EventForms.Out(request.Type, current.Copy()), patch, now);
            Identity.Match(request, patched);
            return EventForms.In(request.Type, patched);
        }

        return (parts.Writer.Change(EventForms.Stored(request), Patched, tracks: type != PatchType.Apply), false);
    }

    private StoredObject Create(ObjectRequest request, string patch, DateTimeOffset now)
    {
        var content = parts.Schemas.Patch(request, PatchType.Apply, null, patch, now);
        if (content.Text("metadata", "uid") is { Length: > 0 } uid)
        {
            throw ApiException.Conflict(request.Type, request.Name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
        }

        return parts.Writer.Create(request, content, isApply: true);
    }

    private static void RequireManager(ObjectRequest request)
    {
        if (request.Options.FieldManager is not null) return;
        throw new ApiException(422, "Invalid", "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch")
        {
            Subject = new StatusSubject("meta.k8s.io", "PatchOptions", ""),
            Causes = [new StatusCause("FieldValueRequired", "Required value: is required for apply patch", "fieldManager")],
        };
    }
}
