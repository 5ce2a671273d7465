using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>What users may not override in pods: what other fields decide, what selectors and the count of GPUs stand on, and what would leave the restricted Pod Security standard.</summary>
internal static class PodTemplateRules
{
    private const string Field = "spec.podTemplate";

    /// <summary>Field → who decides it.</summary>
    private static readonly Dictionary<string, string> OfThePod = new(StringComparer.Ordinal)
    {
        ["nodeSelector"] = "the pool decides", ["nodeName"] = "the pool decides", ["affinity"] = "the pool decides",
        ["serviceAccountName"] = "InferOps decides", ["serviceAccount"] = "InferOps decides", ["automountServiceAccountToken"] = "InferOps decides", ["restartPolicy"] = "InferOps decides",
        ["terminationGracePeriodSeconds"] = "set rollout.drainTimeout instead",
        ["hostNetwork"] = Unsafe, ["hostPID"] = Unsafe, ["hostIPC"] = Unsafe, ["hostUsers"] = Unsafe, ["ephemeralContainers"] = Unsafe,
    };

    private static readonly Dictionary<string, string> OfOurContainers = new(StringComparer.Ordinal)
    {
        ["image"] = "the InferenceEngine decides", ["command"] = "the InferenceEngine decides", ["args"] = "set engine.args instead", ["ports"] = "the InferenceEngine decides",
        ["lifecycle"] = "the InferenceEngine decides", ["livenessProbe"] = "the InferenceEngine decides", ["readinessProbe"] = "the InferenceEngine decides",
        ["securityContext"] = Unsafe,
    };

    private static readonly string[] OurLabels = ["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component", "app.kubernetes.io/managed-by"];
    private static readonly string[] OurVolumes = ["models", "api-keys", "shared-memory"];

    private const string Unsafe = "it would leave the restricted Pod Security standard";

    public static void Check(InferenceServiceSpec spec, ViolationList violations)
    {
        if (spec.PodTemplate is not { } template) return;
        Only(Field, template, ["metadata", "spec"], violations);
        foreach (var (name, _) in template.Where(part => part.Value is not JsonObject)) violations.Add($"{Field}.{name}", ValidationReasons.ProtectedField, "is no object; write it as in a pod");
        if (template["metadata"] is JsonObject metadata)
        {
            Only($"{Field}.metadata", metadata, ["labels", "annotations"], violations);
            foreach (var name in (metadata["labels"] as JsonObject ?? []).Select(label => label.Key).Where(name => name.StartsWith("inferops.dev/", StringComparison.Ordinal) || OurLabels.Contains(name)))
                Protected($"{Field}.metadata.labels[{name}]", "InferOps selects by it", violations);
        }
        if (template["spec"] is JsonObject pod) Pod(pod, violations);
    }

    private static void Pod(JsonObject pod, ViolationList violations)
    {
        foreach (var (name, _) in pod.Where(field => field.Key is "containers" or "initContainers" or "volumes" && (field.Value as JsonArray)?.All(entry => entry is JsonObject) != true))
            violations.Add($"{Field}.spec.{name}", ValidationReasons.ProtectedField, "is no list of objects; write it as in a pod");
        foreach (var (name, reason) in OfThePod.Where(field => pod.ContainsKey(field.Key))) Protected($"{Field}.spec.{name}", reason, violations);
        foreach (var name in (pod["securityContext"] as JsonObject ?? []).Select(field => field.Key).Where(name => name is "runAsNonRoot" or "seccompProfile"))
            Protected($"{Field}.spec.securityContext.{name}", Unsafe, violations);
        foreach (var name in Named(pod["volumes"]).Select(volume => volume.Name).Where(name => OurVolumes.Contains(name) || name.StartsWith("model-claim", StringComparison.Ordinal)))
            Protected($"{Field}.spec.volumes[{name}]", "InferOps decides", violations);
        foreach (var list in new[] { "containers", "initContainers" })
        {
            foreach (var (name, container) in Named(pod[list])) Container($"{Field}.spec.{list}[{name}]", container, list == "containers" ? name == "engine" : name.StartsWith("pull", StringComparison.Ordinal), violations);
        }
    }

    private static void Container(string field, JsonObject container, bool ours, ViolationList violations)
    {
        if (!ours)
        {
            if (container["image"] is null) violations.Add(field, ValidationReasons.Required, "is no container of a replica (engine, pull…), so it is another one and needs an image");
            return;
        }
        foreach (var (name, reason) in OfOurContainers.Where(protection => container.ContainsKey(protection.Key))) Protected($"{field}.{name}", reason, violations);
        foreach (var kind in new[] { "requests", "limits" })
        {
            foreach (var (resource, _) in ((container["resources"] as JsonObject)?[kind] as JsonObject ?? []).Where(resource => resource.Key.Contains('/', StringComparison.Ordinal)))
                Protected($"{field}.resources.{kind}[{resource}]", "set resources.gpus instead", violations);
        }
        foreach (var _ in Named(container["env"]).Where(variable => variable.Name == "POD_IP")) Protected($"{field}.env[POD_IP]", "InferOps decides", violations);
    }

    private static IEnumerable<(string Name, JsonObject Entry)> Named(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>().Select(entry => (entry["name"]?.ToString() ?? "", entry));

    private static void Only(string field, JsonObject part, string[] known, ViolationList violations)
    {
        foreach (var (name, _) in part.Where(entry => !known.Contains(entry.Key)))
            violations.Add($"{field}.{name}", ValidationReasons.ProtectedField, $"cannot be overridden; there are {string.Join(" and ", known)}");
    }

    private static void Protected(string field, string reason, ViolationList violations) => violations.Add(field, ValidationReasons.ProtectedField, $"cannot be overridden: {reason}");
}
