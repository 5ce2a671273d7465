using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>A network policy.</summary>
[KubernetesEntity(Group = "networking.k8s.io", Kind = "NetworkPolicy", ApiVersion = "v1", PluralName = "networkpolicies")]
public record V1NetworkPolicy : IKubernetesObject<V1ObjectMeta>, ISpec<V1NetworkPolicySpec>
{
    public const string KubeApiVersion = "v1";
    public const string KubeGroup = "networking.k8s.io";
    public const string KubeKind = "NetworkPolicy";
    public const string KubePluralName = "networkpolicies";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; }

    [JsonPropertyName("spec")]
    public V1NetworkPolicySpec Spec { get; set; }
}
