using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.CustomResources;

/// <summary>Accepts a CustomResourceDefinition: completes its names and says in its status that it is served.</summary>
internal static class CrdRules
{
    public const string CleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

    public static void Accept(JsonObject crd, DateTimeOffset now)
    {
        var spec = crd.Child("spec");
        var names = spec.Child("names");
        var kind = names.Text("kind") ?? "";
        names["singular"] ??= kind.ToLowerInvariant();
        names["listKind"] ??= kind + "List";
        spec["conversion"] ??= new JsonObject { ["strategy"] = "None" };
        var metadata = crd.Metadata();
        if (metadata["deletionTimestamp"] is null && !metadata.Texts("finalizers").Contains(CleanupFinalizer))
        {
            metadata["finalizers"] = metadata.Texts("finalizers").Append(CleanupFinalizer).ToJsonArray();
        }

        var status = crd.Child("status");
        status["acceptedNames"] = names.DeepClone();
        status["storedVersions"] = status.Texts("storedVersions").Union(StorageVersions(spec)).ToJsonArray();
        status["conditions"] ??= new JsonArray(
            Condition("NamesAccepted", "NoConflicts", "no conflicts found", now),
            Condition("Established", "InitialNamesAccepted", "the initial names have been accepted", now));
    }

    private static IEnumerable<string> StorageVersions(JsonObject spec) =>
        ((spec["versions"] as JsonArray) ?? []).Where(version => version.IsTrue("storage")).Select(version => version.Text("name")).OfType<string>();

    private static JsonObject Condition(string type, string reason, string message, DateTimeOffset now) => new()
    {
        ["lastTransitionTime"] = ApiTime.Seconds(now),
        ["message"] = message,
        ["reason"] = reason,
        ["status"] = "True",
        ["type"] = type,
    };
}
