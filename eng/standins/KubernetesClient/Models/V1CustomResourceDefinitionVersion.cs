using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>One version of a custom resource.</summary>
public record V1CustomResourceDefinitionVersion
{
    [JsonPropertyName("deprecated")]
    public bool? Deprecated { get; set; }

    [JsonPropertyName("deprecationWarning")]
    public string DeprecationWarning { get; set; }

    [JsonPropertyName("name")]
    public string Name { get; set; }

    [JsonPropertyName("served")]
    public bool Served { get; set; }

    [JsonPropertyName("storage")]
    public bool Storage { get; set; }
}
