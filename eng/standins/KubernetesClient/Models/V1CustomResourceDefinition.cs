using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>A custom resource definition.</summary>
[KubernetesEntity(Group = "apiextensions.k8s.io", Kind = "CustomResourceDefinition", ApiVersion = "v1", PluralName = "customresourcedefinitions")]
public record V1CustomResourceDefinition : IKubernetesObject<V1ObjectMeta>, ISpec<V1CustomResourceDefinitionSpec>
{
    public const string KubeApiVersion = "v1";
    public const string KubeGroup = "apiextensions.k8s.io";
    public const string KubeKind = "CustomResourceDefinition";
    public const string KubePluralName = "customresourcedefinitions";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; }

    [JsonPropertyName("spec")]
    public V1CustomResourceDefinitionSpec Spec { get; set; }

    [JsonPropertyName("status")]
    public V1CustomResourceDefinitionStatus Status { get; set; }
}
