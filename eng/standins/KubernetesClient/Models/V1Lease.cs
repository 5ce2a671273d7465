using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>A lease, the object leaders are elected on.</summary>
[KubernetesEntity(Group = "coordination.k8s.io", Kind = "Lease", ApiVersion = "v1", PluralName = "leases")]
public record V1Lease : IKubernetesObject<V1ObjectMeta>, ISpec<V1LeaseSpec>
{
    public const string KubeApiVersion = "v1";
    public const string KubeGroup = "coordination.k8s.io";
    public const string KubeKind = "Lease";
    public const string KubePluralName = "leases";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; }

    [JsonPropertyName("spec")]
    public V1LeaseSpec Spec { get; set; }
}
