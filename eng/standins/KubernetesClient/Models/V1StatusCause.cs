using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>One cause of a failed request.</summary>
public record V1StatusCause
{
    [JsonPropertyName("field")]
    public string Field { get; set; }

    [JsonPropertyName("message")]
    public string Message { get; set; }

    [JsonPropertyName("reason")]
    public string Reason { get; set; }
}
