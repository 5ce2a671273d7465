using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary><c>metadata.generation</c>: how often what is wanted has changed, as opposed to what was observed.</summary>
internal static class Generation
{
    private static readonly HashSet<string> Counted =
    [
        "deployments.apps", "replicasets.apps", "statefulsets.apps", "daemonsets.apps", "jobs.batch", "cronjobs.batch", "poddisruptionbudgets.policy",
        "networkpolicies.networking.k8s.io", "ingresses.networking.k8s.io", "ingressclasses.networking.k8s.io", "endpointslices.discovery.k8s.io",
        "customresourcedefinitions.apiextensions.k8s.io", "validatingwebhookconfigurations.admissionregistration.k8s.io",
        "mutatingwebhookconfigurations.admissionregistration.k8s.io", "priorityclasses.scheduling.k8s.io",
    ];

    public static bool Counts(ResourceType type) => type.IsCustom || Counted.Contains(type.GroupResource);

    /// <summary>Raises the generation when anything but metadata and status changed.</summary>
    public static void Advance(ResourceType type, JsonObject before, JsonObject after)
    {
        if (!Counts(type) || SameWish(type, before, after)) return;
        after.Metadata()["generation"] = (before.Number("metadata", "generation") ?? 0) + 1;
    }

    private static bool SameWish(ResourceType type, JsonObject before, JsonObject after)
    {
        bool IsWish(string name) => name is not ("metadata" or "apiVersion" or "kind") && !(name == "status" && type.HasStatus);
        var names = before.Select(member => member.Key).Union(after.Select(member => member.Key)).Where(IsWish);
        return names.All(name => JsonNode.DeepEquals(before[name], after[name]));
    }
}
