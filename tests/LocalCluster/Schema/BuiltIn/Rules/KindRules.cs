using System.Text.Json.Nodes;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn.Rules;

/// <summary>Which rules hold for which kind.</summary>
internal static class KindRules
{
    private delegate void Rule(JsonObject value, JsonObject? old, Causes causes);

    private static readonly Dictionary<string, Rule[]> ByKind = new(StringComparer.Ordinal)
    {
        ["Pod"] = [PodUpdateRules.Validate],
        ["Deployment"] = [WorkloadRules.Validate, WorkloadRules.ValidateStrategy],
        ["ReplicaSet"] = [WorkloadRules.Validate],
        ["StatefulSet"] = [WorkloadRules.Validate],
        ["DaemonSet"] = [WorkloadRules.Validate],
        ["Service"] = [ServiceRules.Validate],
        ["PodDisruptionBudget"] = [PolicyRules.ValidateBudget],
        ["ConfigMap"] = [ContentRules.Validate],
        ["Secret"] = [ContentRules.Validate, ContentRules.ValidateSecretType],
        ["RoleBinding"] = [PolicyRules.ValidateRoleRef],
        ["ClusterRoleBinding"] = [PolicyRules.ValidateRoleRef],
        ["CustomResourceDefinition"] = [DefinitionRules.Validate],
        ["ValidatingWebhookConfiguration"] = [WebhookRules.Validate],
        ["MutatingWebhookConfiguration"] = [WebhookRules.Validate],
    };

    public static void Validate(string kind, JsonObject value, JsonObject? old, Causes causes)
    {
        foreach (var rule in ByKind.GetValueOrDefault(kind, [])) rule(value, old, causes);
        foreach (var (spec, path) in PodSpecs.Within(kind, value)) PodRules.Validate(spec, path, causes);
    }
}
