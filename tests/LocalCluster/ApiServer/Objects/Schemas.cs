using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.CustomResources;
using InferOps.LocalCluster.Api.Discovery;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;
using InferOps.LocalCluster.Patching;
using InferOps.LocalCluster.Schema;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>What writing an object asks of schemas and patches: the one place where requests meet them.</summary>
internal sealed class Schemas(ObjectStore store, SnapshotView<TypeTable> types)
{
    private static readonly ResourceType ScaleType = new("autoscaling", "v1", "Scale", "scales", true);

    private readonly SnapshotView<SchemaCatalog> catalog = new(store, [CrdTypes.Resource], snapshot =>
        SchemaCatalog.From(snapshot.Of(CrdTypes.Resource).Values.Select(crd => crd.Copy()), types.Value.All));

    public SchemaCatalog Catalog => catalog.Value;

    /// <summary>Defaults, prunes and validates; warnings join those of the request.</summary>
    /// <exception cref="ApiException">400 or 422 with the fields at fault.</exception>
    public JsonObject Prepare(ObjectRequest request, JsonObject? before, JsonObject content)
    {
        var mode = Enum.Parse<FieldValidation>(request.Options.FieldValidation);
        var prepared = Catalog.Prepare(request.Type, content, mode, out var warnings, before);
        request.Warnings.AddRange(warnings.Except(request.Warnings).ToList());
        return prepared;
    }

    /// <summary>Records in the new version which fields the request's manager owns now.</summary>
    public void Track(ObjectRequest request, JsonObject? before, JsonObject content, DateTimeOffset now) =>
        ManagedFields.Track(before, content, Context(request, now));

    /// <summary>Records in a new object which fields its creator owns: those sent and their defaults.</summary>
    public void TrackNew(ObjectRequest request, JsonObject content, DateTimeOffset now)
    {
        var stated = Catalog.Default(request.Type, content);
        ManagedFields.Track(null, stated, Context(request, now));
        content.Metadata().CopyFrom(stated.Metadata(), "managedFields");
    }

    /// <exception cref="ApiException">400, 409 for fields of another manager, 415, 422, 500 for an apply of undeclared fields.</exception>
    public JsonObject Patch(ObjectRequest request, PatchType type, JsonObject? current, string body, DateTimeOffset now)
    {
        var patched = Patching.Patch.Apply(type, current, body, Context(request, now) with { Force = request.Options.Force });
        if (type == PatchType.Apply && request.Type.IsCustom) RefuseUndeclared(request, body);
        return patched;
    }

    public JsonObject PatchScale(ObjectRequest request, JsonObject scale, RequestBody body, DateTimeOffset now)
    {
        var type = PatchTypes.Of(body);
        if (type is PatchType.Strategic or PatchType.Apply) type = PatchType.Merge;
        return Patching.Patch.Apply(type, scale, body.Text, new PatchContext(ScaleType, Catalog.SchemaOf(ScaleType), request.Manager, now));
    }

    /// <summary>Nobody can own a field that the schema does not know: an apply names it and fails, whatever fieldValidation says.</summary>
    private void RefuseUndeclared(ObjectRequest request, string body)
    {
        if (JsonNode.Parse(body) is not JsonObject applied || Pruning.Prune(applied, Catalog.SchemaOf(request.Type)).ToList() is not [var field, ..]) return;
        throw new ApiException(500, "InternalError",
            $"failed to create typed patch object ({request.Namespace}/{request.Name}; {request.Type.ApiVersion}, Kind={request.Type.Kind}): .{field}: field not declared in schema");
    }

    private PatchContext Context(ObjectRequest request, DateTimeOffset now) => new(request.Type, Catalog.SchemaOf(request.Type), request.Manager, now)
    {
        Subresource = request.Subresource is "" or "binding" ? null : request.Subresource,
    };
}
