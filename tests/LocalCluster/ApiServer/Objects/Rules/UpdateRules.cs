using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.CustomResources;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Objects.Rules;

/// <summary>What the server keeps or recomputes when an object of each type changes.</summary>
internal static class UpdateRules
{
    private static readonly Dictionary<string, Action<JsonObject, JsonObject, ObjectContext>> ByResource = new()
    {
        ["namespaces"] = (before, next, _) => next.Child("spec").CopyFrom(before.Child("spec"), "finalizers"),
        ["services"] = (before, next, _) => ServiceRules.OnUpdate(before, next),
        ["secrets"] = (_, next, _) => SecretRules.MergeStringData(next),
        [CrdTypes.Resource] = (_, next, context) => CrdRules.Accept(next, context.Now),
    };

    public static void Apply(ObjectRequest request, JsonObject before, JsonObject next, ObjectContext context)
    {
        RefuseNewFinalizers(request, before, next);
        if (request.Subresource.Length == 0 && ByResource.TryGetValue(request.Type.StorageResource(), out var rule)) rule(before, next, context);
    }

    private static void RefuseNewFinalizers(ObjectRequest request, JsonObject before, JsonObject next)
    {
        if (before.At("metadata", "deletionTimestamp") is null) return;
        var added = next.Texts("metadata", "finalizers").Except(before.Texts("metadata", "finalizers")).ToList();
        if (added.Count == 0) return;
        throw ApiException.Invalid(request.Type, request.Name,
        [
            new StatusCause("FieldValueForbidden",
                $"Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers {added.ToJsonArray().ToJsonString()}",
                "metadata.finalizers"),
        ]);
    }
}
