using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>A deployment.</summary>
[KubernetesEntity(Group = "apps", Kind = "Deployment", ApiVersion = "v1", PluralName = "deployments")]
public record V1Deployment : IKubernetesObject<V1ObjectMeta>, ISpec<V1DeploymentSpec>
{
    public const string KubeApiVersion = "v1";
    public const string KubeGroup = "apps";
    public const string KubeKind = "Deployment";
    public const string KubePluralName = "deployments";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; }

    [JsonPropertyName("spec")]
    public V1DeploymentSpec Spec { get; set; }

    [JsonPropertyName("status")]
    public V1DeploymentStatus Status { get; set; }
}
