using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>Which pods a network policy covers.</summary>
public record V1NetworkPolicySpec
{
    [JsonPropertyName("podSelector")]
    public V1LabelSelector PodSelector { get; set; }

    [JsonPropertyName("policyTypes")]
    public IList<string> PolicyTypes { get; set; }
}
