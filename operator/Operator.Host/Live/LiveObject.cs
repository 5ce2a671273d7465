using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;
using k8s;
using k8s.Models;

namespace InferOps.Operator.Host.Live;

/// <summary>A built-in object with everything the API server said of it, known to us or not.</summary>
/// <remarks>Typed models would drop what they do not know, and then every comparison with what is desired would find a difference.</remarks>
public abstract class LiveObject : IKubernetesObject<V1ObjectMeta>
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = "";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "";

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>All fields but those above.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Body { get; set; } = [];

    public ObjectKey Key => new(Metadata.NamespaceProperty ?? "", Metadata.Name);

    /// <summary>The InferenceService it was made for, by its label.</summary>
    public ObjectKey? Owner =>
        Metadata.Labels is { } labels && labels.TryGetValue(PodLabels.Service, out var service) ? new(Metadata.NamespaceProperty ?? "", service) : null;

    /// <summary>The object as the API server sent it, without the metadata nobody compares.</summary>
    public JsonObject ToManifest(string apiVersion, string kind)
    {
        var manifest = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = MetadataManifest() };
        foreach (var (name, value) in Body) manifest[name] = JsonNode.Parse(value.GetRawText());
        return manifest;
    }

    private JsonObject MetadataManifest()
    {
        var metadata = new JsonObject
        {
            ["name"] = Metadata.Name,
            ["uid"] = Metadata.Uid,
            ["labels"] = ToJson(Metadata.Labels),
            ["annotations"] = ToJson(Metadata.Annotations),
            ["ownerReferences"] = JsonNode.Parse(KubernetesJson.Serialize(Metadata.OwnerReferences ?? [])),
        };
        if (!string.IsNullOrEmpty(Metadata.NamespaceProperty)) metadata["namespace"] = Metadata.NamespaceProperty;
        if (Metadata.DeletionTimestamp is { } deleted) metadata["deletionTimestamp"] = deleted.ToString("O");
        return metadata;
    }

    private static JsonObject ToJson(IDictionary<string, string>? map) => new((map ?? new Dictionary<string, string>()).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}

[KubernetesEntity(ApiVersion = "v1", Kind = "Node", PluralName = "nodes")]
public sealed class LiveNode : LiveObject;

[KubernetesEntity(Group = "apiextensions.k8s.io", ApiVersion = "v1", Kind = "CustomResourceDefinition", PluralName = "customresourcedefinitions")]
public sealed class LiveDefinition : LiveObject;

[KubernetesEntity(ApiVersion = "v1", Kind = "Pod", PluralName = "pods")]
public sealed class LivePod : LiveObject;

[KubernetesEntity(ApiVersion = "v1", Kind = "Service", PluralName = "services")]
public sealed class LiveService : LiveObject;

[KubernetesEntity(ApiVersion = "v1", Kind = "ServiceAccount", PluralName = "serviceaccounts")]
public sealed class LiveServiceAccount : LiveObject;

[KubernetesEntity(Group = "apps", ApiVersion = "v1", Kind = "Deployment", PluralName = "deployments")]
public sealed class LiveDeployment : LiveObject;

[KubernetesEntity(Group = "policy", ApiVersion = "v1", Kind = "PodDisruptionBudget", PluralName = "poddisruptionbudgets")]
public sealed class LivePodDisruptionBudget : LiveObject;

/// <summary>Kubernetes 1.20 has only this version of it.</summary>
[KubernetesEntity(Group = "policy", ApiVersion = "v1beta1", Kind = "PodDisruptionBudget", PluralName = "poddisruptionbudgets")]
public sealed class LivePodDisruptionBudgetV1Beta1 : LiveObject;

[KubernetesEntity(Group = "networking.k8s.io", ApiVersion = "v1", Kind = "NetworkPolicy", PluralName = "networkpolicies")]
public sealed class LiveNetworkPolicy : LiveObject;

[KubernetesEntity(ApiVersion = "v1", Kind = "Namespace", PluralName = "namespaces")]
public sealed class LiveNamespace : LiveObject;

[KubernetesEntity(ApiVersion = "v1", Kind = "ResourceQuota", PluralName = "resourcequotas")]
public sealed class LiveResourceQuota : LiveObject;

[KubernetesEntity(ApiVersion = "v1", Kind = "ConfigMap", PluralName = "configmaps")]
public sealed class LiveConfigMap : LiveObject;

[KubernetesEntity(ApiVersion = "v1", Kind = "Secret", PluralName = "secrets")]
public sealed class LiveSecret : LiveObject;

[KubernetesEntity(Group = "admissionregistration.k8s.io", ApiVersion = "v1", Kind = "ValidatingWebhookConfiguration", PluralName = "validatingwebhookconfigurations")]
public sealed class LiveWebhookConfiguration : LiveObject;

/// <summary>A page of objects with the resource version to watch from.</summary>
public sealed class LiveList<T> : IKubernetesObject<V1ListMeta>
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = "";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "";

    [JsonPropertyName("metadata")]
    public V1ListMeta Metadata { get; set; } = new();

    [JsonPropertyName("items")]
    public List<T> Items { get; set; } = [];
}
