using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>A container that waits, and why.</summary>
public record V1ContainerStateWaiting
{
    [JsonPropertyName("message")]
    public string Message { get; set; }

    [JsonPropertyName("reason")]
    public string Reason { get; set; }
}
