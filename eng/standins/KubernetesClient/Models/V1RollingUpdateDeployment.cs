using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>Bounds of a rolling update.</summary>
public record V1RollingUpdateDeployment
{
    [JsonPropertyName("maxSurge")]
    public IntOrString MaxSurge { get; set; }

    [JsonPropertyName("maxUnavailable")]
    public IntOrString MaxUnavailable { get; set; }
}
