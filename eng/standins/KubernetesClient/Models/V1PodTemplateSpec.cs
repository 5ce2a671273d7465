using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>The template that pods are made from.</summary>
public record V1PodTemplateSpec
{
    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; }

    [JsonPropertyName("spec")]
    public V1PodSpec Spec { get; set; }
}
