using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>How often an event repeated.</summary>
public record Corev1EventSeries
{
    [JsonPropertyName("count")]
    public int? Count { get; set; }

    [JsonPropertyName("lastObservedTime")]
    public DateTime? LastObservedTime { get; set; }
}
