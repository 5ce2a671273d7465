using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>One address of a pod.</summary>
public record V1PodIP
{
    [JsonPropertyName("ip")]
    public string Ip { get; set; }
}
