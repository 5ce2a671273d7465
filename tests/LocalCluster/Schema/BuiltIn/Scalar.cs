namespace InferOps.LocalCluster.Schema.BuiltIn;

/// <summary>The types of fields that are not made of other fields.</summary>
internal static class Scalar
{
    public const string QuantityFormat = "quantity";
    public const string QuantityDefinition = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    public const string IntOrStringDefinition = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
    public const string TimeDefinition = "io.k8s.apimachinery.pkg.apis.meta.v1.Time";
    public const string MicroTimeDefinition = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime";

    public static SchemaNode Text { get; } = new() { Type = "string" };

    /// <summary>Null when <paramref name="type"/> is no scalar.</summary>
    public static SchemaNode? Find(string type) => type switch
    {
        "string" => Text,
        "int32" or "int64" => new SchemaNode { Type = "integer", Format = type },
        "double" => new SchemaNode { Type = "number", Format = type },
        "bool" => new SchemaNode { Type = "boolean" },
        "bytes" => new SchemaNode { Type = "string", Format = "byte" },
        "time" => new SchemaNode { Type = "string", Format = "date-time", Definition = TimeDefinition, Nullable = true },
        "microTime" => new SchemaNode { Type = "string", Format = "date-time", Definition = MicroTimeDefinition, Nullable = true },
        "quantity" => new SchemaNode { Format = QuantityFormat, IntOrString = true, Definition = QuantityDefinition },
        "intOrString" => new SchemaNode { Format = "int-or-string", IntOrString = true, Definition = IntOrStringDefinition },
        "any" => SchemaNode.Any,
        _ => null,
    };
}
