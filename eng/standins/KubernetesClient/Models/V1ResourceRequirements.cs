using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>Requested and limited resources.</summary>
public record V1ResourceRequirements
{
    [JsonPropertyName("limits")]
    public IDictionary<string, ResourceQuantity> Limits { get; set; }

    [JsonPropertyName("requests")]
    public IDictionary<string, ResourceQuantity> Requests { get; set; }
}
