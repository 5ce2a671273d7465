using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>A reference to an object in the same namespace.</summary>
public record V1LocalObjectReference
{
    [JsonPropertyName("name")]
    public string Name { get; set; }
}
