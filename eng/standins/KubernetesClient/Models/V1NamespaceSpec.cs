using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>Finalizers of a namespace.</summary>
public record V1NamespaceSpec
{
    [JsonPropertyName("finalizers")]
    public IList<string> Finalizers { get; set; }
}
