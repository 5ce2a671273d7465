using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>One address of a node.</summary>
public record V1NodeAddress
{
    [JsonPropertyName("address")]
    public string Address { get; set; }

    [JsonPropertyName("type")]
    public string Type { get; set; }
}
