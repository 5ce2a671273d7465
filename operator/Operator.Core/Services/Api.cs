namespace InferOps.Operator.Core.Services;

/// <summary>Group, version and names of the API that users apply.</summary>
public static class Api
{
    public const string Group = "inferops.dev";
    public const string Version = "v1alpha1";
    public const string GroupVersion = Group + "/" + Version;
    public const string Category = "inferops";

    /// <summary>The one field manager the operator writes as.</summary>
    public const string FieldManager = "inferops";
}

/// <summary>What every API object is addressed by. <see cref="Namespace"/> is empty for cluster-scoped kinds.</summary>
public readonly record struct ObjectKey(string Namespace, string Name)
{
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
