using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>Who holds a lease, since when and for how long.</summary>
public record V1LeaseSpec
{
    [JsonPropertyName("acquireTime")]
    public DateTime? AcquireTime { get; set; }

    [JsonPropertyName("holderIdentity")]
    public string HolderIdentity { get; set; }

    [JsonPropertyName("leaseDurationSeconds")]
    public int? LeaseDurationSeconds { get; set; }

    [JsonPropertyName("leaseTransitions")]
    public int? LeaseTransitions { get; set; }

    [JsonPropertyName("preferredHolder")]
    public string PreferredHolder { get; set; }

    [JsonPropertyName("renewTime")]
    public DateTime? RenewTime { get; set; }

    [JsonPropertyName("strategy")]
    public string Strategy { get; set; }
}
