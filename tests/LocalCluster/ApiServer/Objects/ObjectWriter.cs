using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Admission;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Objects.Rules;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>Creates, changes and deletes objects. Every change is computed from one version and swapped in only if that is still the latest.</summary>
internal sealed class ObjectWriter(ObjectContext context, AdmissionControl admission)
{
    private const int Attempts = 8;

    public ObjectContext Context => context;

    /// <exception cref="ApiException">404 for an unknown namespace, 409 when it exists, 422 when it is invalid.</exception>
    public async Task<StoredObject> CreateAsync(ObjectRequest request, JsonObject body, bool isApply, CancellationToken cancellation)
    {
        Identity.Match(request, body);
        NamespaceRules.RequireActive(context.Store, request);
        body = await admission.MutateAsync(new(request, "CREATE", body, null), cancellation);
        Identity.Stamp(request, body, context.Now);
        // What the server adds from here on belongs to no manager, so that applying the object again does not take it away.
        if (!isApply) context.Schemas.TrackNew(request, body, context.Now);
        CreationRules.Apply(request, body, context);
        var content = context.Schemas.Prepare(request, null, body);
        var key = request.KeyOf(content);
        await admission.ValidateAsync(new(request, "CREATE", content, null), cancellation);
        if (context.Store.Find(key) is not null) throw ApiException.AlreadyExists(request.Type, key.Name);
        return Commit(request, key, null, content) ?? throw ApiException.AlreadyExists(request.Type, key.Name);
    }

    /// <summary>Replaces an object or one of its subresources by the body.</summary>
    /// <exception cref="ApiException">404, 409 when the body was read from an older version, 422.</exception>
    public Task<StoredObject> UpdateAsync(ObjectRequest request, JsonObject body, CancellationToken cancellation)
    {
        Identity.Match(request, body);
        if (request.Type.IsCustom && string.IsNullOrEmpty(body.Text("metadata", "resourceVersion")))
        {
            throw ApiException.Invalid(request.Type, request.Name,
                [new StatusCause("FieldValueInvalid", "Invalid value: 0x0: must be specified for an update", "metadata.resourceVersion")]);
        }

        return ChangeAsync(request, _ => (JsonObject)body.DeepClone(), tracks: true, cancellation);
    }

    /// <summary>
    /// Computes the next version from the current one and stores it; starts over when another writer came first, unless the computed version names
    /// the resource version it was made from.
    /// </summary>
    /// <param name="request">Which object, through which subresource.</param>
    /// <param name="compute">From a copy of the current object to the wanted one.</param>
    /// <param name="tracks">False when the computation has already updated the managed fields.</param>
    public async Task<StoredObject> ChangeAsync(ObjectRequest request, Func<StoredObject, JsonObject> compute, bool tracks, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var current = Require(request);
            var wanted = compute(current);
            CheckVersion(request, current, wanted);
            wanted = await admission.MutateAsync(new(request, "UPDATE", wanted, current), cancellation);
            var next = Evolve(request, current, wanted, tracks);
            await admission.ValidateAsync(new(request, "UPDATE", next, current), cancellation);
            if (JsonNode.DeepEquals(next, current.Copy())) return current;
            var removed = Deletion.IsDone(current.Key.Resource, next);
            if (Commit(request, current.Key, current, next, removed) is { } written) return written;
        }

        throw Stale(request);
    }

    /// <returns>The object: marked for deletion, or its last state when it is gone.</returns>
    public async Task<(StoredObject Object, bool Removed)> DeleteAsync(ObjectRequest request, DeletionOptions options, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var current = Require(request);
            Deletion.CheckPreconditions(request.Type, current, options);
            NamespaceRules.RefusePermanent(request);
            await admission.ReviewDeletionAsync(new(request, "DELETE", null, current) { DryRun = options.DryRun }, cancellation);
            var marked = current.Copy();
            var step = Deletion.Decide(current, marked, options, context.Now);
            if (step == DeletionStep.Keep) return (current, false);
            if (step == DeletionStep.Mark) Generation.Advance(request.Type, current.Copy(), marked);
            var written = options.DryRun
                ? StoredObject.Freeze(current.Key, marked, current.Revision)
                : context.Store.TryWrite(current.Key, current, step == DeletionStep.Remove ? null : marked);
            if (written is not null) return (written, step == DeletionStep.Remove);
        }

        throw Stale(request);
    }

    /// <exception cref="ApiException">404.</exception>
    public StoredObject Require(ObjectRequest request) =>
        context.Store.Find(request.Key) ?? throw ApiException.NotFound(request.Type, request.Name);

    private JsonObject Evolve(ObjectRequest request, StoredObject current, JsonObject wanted, bool tracks)
    {
        var before = current.Copy();
        var next = SubresourceScope.Restrict(request, before, wanted);
        Identity.Keep(next, current);
        UpdateRules.Apply(request, before, next, context);
        next = context.Schemas.Prepare(request, before, next);
        Generation.Advance(request.Type, before, next);
        if (tracks) context.Schemas.Track(request, before, next, context.Now);
        return next;
    }

    private StoredObject? Commit(ObjectRequest request, ObjectKey key, StoredObject? expected, JsonObject next, bool removes = false)
    {
        if (request.Options.DryRun) return StoredObject.Freeze(key, next, expected?.Revision ?? 0);
        return removes ? RemoveWith(key, expected!, next) : context.Store.TryWrite(key, expected, next);
    }

    /// <summary>The last finalizer went: the change itself is still the object's last state, so watchers see why it is gone.</summary>
    private StoredObject? RemoveWith(ObjectKey key, StoredObject expected, JsonObject last)
    {
        var written = context.Store.TryWrite(key, expected, last);
        return written is null ? null : context.Store.TryWrite(key, written, null) ?? written;
    }

    private static void CheckVersion(ObjectRequest request, StoredObject current, JsonObject wanted)
    {
        if (wanted.Text("metadata", "uid") is { Length: > 0 } uid && uid != current.Uid)
        {
            throw ApiException.Conflict(request.Type, request.Name,
                $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
        }

        if (wanted.Text("metadata", "resourceVersion") is { Length: > 0 } version && version != current.Revision.ToString()) throw Stale(request);
    }

    private static ApiException Stale(ObjectRequest request) => ApiException.Conflict(request.Type, request.Name,
        "the object has been modified; please apply your changes to the latest version and try again");
}
