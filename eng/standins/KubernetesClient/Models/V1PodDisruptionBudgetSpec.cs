using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>How many pods may be away at once.</summary>
public record V1PodDisruptionBudgetSpec
{
    [JsonPropertyName("maxUnavailable")]
    public IntOrString MaxUnavailable { get; set; }

    [JsonPropertyName("minAvailable")]
    public IntOrString MinAvailable { get; set; }

    [JsonPropertyName("selector")]
    public V1LabelSelector Selector { get; set; }

    [JsonPropertyName("unhealthyPodEvictionPolicy")]
    public string UnhealthyPodEvictionPolicy { get; set; }
}
