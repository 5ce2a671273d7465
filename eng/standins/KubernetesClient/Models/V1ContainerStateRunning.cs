using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>A running container.</summary>
public record V1ContainerStateRunning
{
    [JsonPropertyName("startedAt")]
    public DateTime? StartedAt { get; set; }
}
