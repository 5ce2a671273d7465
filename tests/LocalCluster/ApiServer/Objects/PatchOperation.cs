using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Auth;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;
using InferOps.LocalCluster.Patching;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>Applies a PATCH request; only an apply patch may create what is not there.</summary>
internal sealed class PatchOperation(ServerParts parts)
{
    /// <exception cref="ApiException">400, 403, 404, 409, 415, 422.</exception>
    public async Task<(StoredObject Object, bool Created)> ApplyAsync(ObjectRequest request, RequestBody body, CancellationToken cancellation)
    {
        var (type, patch, now) = (PatchTypes.Of(body), PatchTypes.Json(body), parts.Options.Clock.GetUtcNow());
        if (type == PatchType.Apply)
        {
            RequireManager(request);
            if (request.Subresource.Length == 0 && parts.Store.Find(request.Key) is null) return (await CreateAsync(request, patch, now, cancellation), true);
        }

        JsonObject Patched(StoredObject current)
        {
            var patched = parts.Schemas.Patch(request, type, EventForms.Out(request.Type, current.Copy()), patch, now);
            Identity.Match(request, patched);
            return EventForms.In(request.Type, patched);
        }

        return (await parts.Writer.ChangeAsync(EventForms.Stored(request), Patched, tracks: type != PatchType.Apply, cancellation), false);
    }

    private Task<StoredObject> CreateAsync(ObjectRequest request, string patch, DateTimeOffset now, CancellationToken cancellation)
    {
        RequireRightToCreate(request);
        var content = parts.Schemas.Patch(request, PatchType.Apply, null, patch, now);
        if (content.Text("metadata", "uid") is { Length: > 0 } uid)
        {
            throw ApiException.Conflict(request.Type, request.Name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
        }

        return parts.Writer.CreateAsync(request, content, isApply: true, cancellation);
    }

    /// <summary>Who may patch may change what is there; to make it takes a right of its own.</summary>
    private void RequireRightToCreate(ObjectRequest request)
    {
        var access = new AccessRequest("create") { Group = request.Type.Group, Resource = request.Type.Plural, Namespace = request.Namespace, Name = request.Name };
        if (parts.Policy.Value.Allows(request.User, access)) return;
        throw ApiException.Forbidden($"{request.Type.GroupResource} \"{request.Name}\" is forbidden: {access.Refusal(request.User)}", new StatusSubject(request.Type.Group, request.Type.Plural, request.Name));
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
