namespace InferOps.LocalCluster.Client;

/// <summary>Where objects of one kind lie in the API. <see cref="Group"/> is empty for the core group.</summary>
public sealed record Resource(string Group, string Version, string Plural, string Kind, bool Namespaced = true)
{
    public static readonly Resource Namespaces = new("", "v1", "namespaces", "Namespace", false);
    public static readonly Resource Nodes = new("", "v1", "nodes", "Node", false);
    public static readonly Resource Pods = new("", "v1", "pods", "Pod");
    public static readonly Resource Services = new("", "v1", "services", "Service");
    public static readonly Resource Endpoints = new("", "v1", "endpoints", "Endpoints");
    public static readonly Resource ConfigMaps = new("", "v1", "configmaps", "ConfigMap");
    public static readonly Resource Secrets = new("", "v1", "secrets", "Secret");
    public static readonly Resource ServiceAccounts = new("", "v1", "serviceaccounts", "ServiceAccount");
    public static readonly Resource Events = new("", "v1", "events", "Event");
    public static readonly Resource PersistentVolumes = new("", "v1", "persistentvolumes", "PersistentVolume", false);
    public static readonly Resource PersistentVolumeClaims = new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim");
    public static readonly Resource Deployments = new("apps", "v1", "deployments", "Deployment");
    public static readonly Resource ReplicaSets = new("apps", "v1", "replicasets", "ReplicaSet");
    public static readonly Resource Jobs = new("batch", "v1", "jobs", "Job");
    public static readonly Resource PodDisruptionBudgets = new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget");
    public static readonly Resource EndpointSlices = new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice");
    public static readonly Resource CustomResourceDefinitions = new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false);
    public static readonly Resource Leases = new("coordination.k8s.io", "v1", "leases", "Lease");

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The path of the collection: of one namespace, or of all when <paramref name="ns"/> is null.</summary>
    public string Collection(string? ns)
    {
        var root = Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";
        return Namespaced && ns is not null ? $"{root}/namespaces/{ns}/{Plural}" : $"{root}/{Plural}";
    }

    /// <summary>The path of one object, or of one of its subresources.</summary>
    public string Item(string? ns, string name, string? subresource = null) =>
        Collection(ns) + "/" + Uri.EscapeDataString(name) + (subresource is null ? "" : "/" + subresource);

    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
