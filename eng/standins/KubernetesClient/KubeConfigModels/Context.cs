using YamlDotNet.Serialization;

namespace k8s.KubeConfigModels;

/// <summary>A named pair of cluster and user.</summary>
public class Context
{
    [YamlMember(Alias = "name")]
    public string Name { get; set; }

    [YamlMember(Alias = "context")]
    public ContextDetails ContextDetails { get; set; }
}

/// <summary>Which cluster, as which user, in which namespace.</summary>
public class ContextDetails
{
    [YamlMember(Alias = "cluster")]
    public string Cluster { get; set; }

    [YamlMember(Alias = "user")]
    public string User { get; set; }

    [YamlMember(Alias = "namespace")]
    public string Namespace { get; set; }
}
