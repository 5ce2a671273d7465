namespace InferOps.LocalCluster.Api.Discovery;

/// <summary>Which kind a subresource speaks, and what it answers.</summary>
internal sealed record SubresourceKind(string Name, string Group, string Version, string Kind, IReadOnlyList<string> Verbs)
{
    private static readonly IReadOnlyList<string> ReadWrite = ["get", "patch", "update"];

    public static SubresourceKind Of(ResourceType type, string name) => name switch
    {
        "scale" => new SubresourceKind(name, "autoscaling", "v1", "Scale", ReadWrite),
        "eviction" => new SubresourceKind(name, "policy", "v1", "Eviction", ["create"]),
        "token" => new SubresourceKind(name, "authentication.k8s.io", "v1", "TokenRequest", ["create"]),
        "binding" => new SubresourceKind(name, type.Group, type.Version, "Binding", ["create"]),
        "log" => new SubresourceKind(name, type.Group, type.Version, type.Kind, ["get"]),
        "finalize" => new SubresourceKind(name, type.Group, type.Version, type.Kind, ["update"]),
        _ => new SubresourceKind(name, type.Group, type.Version, type.Kind, ReadWrite),
    };
}
