using YamlDotNet.Serialization;

namespace k8s.KubeConfigModels;

/// <summary>A named cluster.</summary>
public class Cluster
{
    [YamlMember(Alias = "name")]
    public string Name { get; set; }

    [YamlMember(Alias = "cluster")]
    public ClusterEndpoint ClusterEndpoint { get; set; }
}

/// <summary>Where a cluster is and how to know it is the right one.</summary>
public class ClusterEndpoint
{
    [YamlMember(Alias = "server")]
    public string Server { get; set; }

    [YamlMember(Alias = "certificate-authority")]
    public string CertificateAuthority { get; set; }

    [YamlMember(Alias = "certificate-authority-data")]
    public string CertificateAuthorityData { get; set; }

    [YamlMember(Alias = "insecure-skip-tls-verify")]
    public bool SkipTlsVerify { get; set; }

    [YamlMember(Alias = "tls-server-name")]
    public string TlsServerName { get; set; }
}
