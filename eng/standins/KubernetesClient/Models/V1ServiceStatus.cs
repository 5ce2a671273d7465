using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>Conditions of a service.</summary>
public record V1ServiceStatus
{
    [JsonPropertyName("conditions")]
    public IList<V1Condition> Conditions { get; set; }
}
