using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>What a service selects and exposes.</summary>
public record V1ServiceSpec
{
    [JsonPropertyName("allocateLoadBalancerNodePorts")]
    public bool? AllocateLoadBalancerNodePorts { get; set; }

    [JsonPropertyName("clusterIP")]
    public string ClusterIP { get; set; }

    [JsonPropertyName("clusterIPs")]
    public IList<string> ClusterIPs { get; set; }

    [JsonPropertyName("externalIPs")]
    public IList<string> ExternalIPs { get; set; }

    [JsonPropertyName("externalName")]
    public string ExternalName { get; set; }

    [JsonPropertyName("externalTrafficPolicy")]
    public string ExternalTrafficPolicy { get; set; }

    [JsonPropertyName("healthCheckNodePort")]
    public int? HealthCheckNodePort { get; set; }

    [JsonPropertyName("internalTrafficPolicy")]
    public string InternalTrafficPolicy { get; set; }

    [JsonPropertyName("ipFamilies")]
    public IList<string> IpFamilies { get; set; }

    [JsonPropertyName("ipFamilyPolicy")]
    public string IpFamilyPolicy { get; set; }

    [JsonPropertyName("loadBalancerClass")]
    public string LoadBalancerClass { get; set; }

    [JsonPropertyName("loadBalancerIP")]
    public string LoadBalancerIP { get; set; }

    [JsonPropertyName("loadBalancerSourceRanges")]
    public IList<string> LoadBalancerSourceRanges { get; set; }

    [JsonPropertyName("ports")]
    public IList<V1ServicePort> Ports { get; set; }

    [JsonPropertyName("publishNotReadyAddresses")]
    public bool? PublishNotReadyAddresses { get; set; }

    [JsonPropertyName("selector")]
    public IDictionary<string, string> Selector { get; set; }

    [JsonPropertyName("sessionAffinity")]
    public string SessionAffinity { get; set; }

    [JsonPropertyName("trafficDistribution")]
    public string TrafficDistribution { get; set; }

    [JsonPropertyName("type")]
    public string Type { get; set; }
}
