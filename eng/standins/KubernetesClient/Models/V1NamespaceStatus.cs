using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>The phase of a namespace.</summary>
public record V1NamespaceStatus
{
    [JsonPropertyName("phase")]
    public string Phase { get; set; }
}
