using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>A service account.</summary>
[KubernetesEntity(Group = "", Kind = "ServiceAccount", ApiVersion = "v1", PluralName = "serviceaccounts")]
public record V1ServiceAccount : IKubernetesObject<V1ObjectMeta>
{
    public const string KubeApiVersion = "v1";
    public const string KubeGroup = "";
    public const string KubeKind = "ServiceAccount";
    public const string KubePluralName = "serviceaccounts";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; }

    [JsonPropertyName("automountServiceAccountToken")]
    public bool? AutomountServiceAccountToken { get; set; }

    [JsonPropertyName("imagePullSecrets")]
    public IList<V1LocalObjectReference> ImagePullSecrets { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; }

    [JsonPropertyName("secrets")]
    public IList<V1ObjectReference> Secrets { get; set; }
}
