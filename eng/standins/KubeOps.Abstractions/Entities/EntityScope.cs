namespace KubeOps.Abstractions.Entities;

/// <summary>Where objects of a type live.</summary>
public enum EntityScope
{
    Namespaced = 0,
    Cluster = 1,
}
