using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>Exactly one of waiting, running and terminated.</summary>
public record V1ContainerState
{
    [JsonPropertyName("running")]
    public V1ContainerStateRunning Running { get; set; }

    [JsonPropertyName("terminated")]
    public V1ContainerStateTerminated Terminated { get; set; }

    [JsonPropertyName("waiting")]
    public V1ContainerStateWaiting Waiting { get; set; }
}
