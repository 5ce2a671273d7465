using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>A pod disruption budget.</summary>
[KubernetesEntity(Group = "policy", Kind = "PodDisruptionBudget", ApiVersion = "v1", PluralName = "poddisruptionbudgets")]
public record V1PodDisruptionBudget : IKubernetesObject<V1ObjectMeta>, ISpec<V1PodDisruptionBudgetSpec>
{
    public const string KubeApiVersion = "v1";
    public const string KubeGroup = "policy";
    public const string KubeKind = "PodDisruptionBudget";
    public const string KubePluralName = "poddisruptionbudgets";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; }

    [JsonPropertyName("spec")]
    public V1PodDisruptionBudgetSpec Spec { get; set; }

    [JsonPropertyName("status")]
    public V1PodDisruptionBudgetStatus Status { get; set; }
}
