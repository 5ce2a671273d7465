using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>Who reports an event.</summary>
public record V1EventSource
{
    [JsonPropertyName("component")]
    public string Component { get; set; }

    [JsonPropertyName("host")]
    public string Host { get; set; }
}
