namespace k8s.Models;

/// <summary>Names the API resource that a type stands for.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KubernetesEntityAttribute : Attribute
{
    /// <summary>The API group; empty for the core group.</summary>
    public string Group { get; set; }

    public string Kind { get; set; }

    /// <summary>The version alone, without the group.</summary>
    public string ApiVersion { get; set; }

    public string PluralName { get; set; }
}
