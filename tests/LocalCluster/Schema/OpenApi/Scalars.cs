using System.Text.Json.Nodes;
using InferOps.LocalCluster.Schema.BuiltIn;

namespace InferOps.LocalCluster.Schema.OpenApi;

/// <summary>Definitions of the named scalar types, which are strings on the wire.</summary>
internal static class Scalars
{
    /// <summary>Null when the name is no scalar's.</summary>
    public static JsonObject? Definition(string name) => name switch
    {
        Scalar.QuantityDefinition => Text("A number with an optional unit: 500m, 2, 1Gi.", null),
        Scalar.IntOrStringDefinition => Text("A number, or a string such as a name or a percentage.", "int-or-string"),
        Scalar.TimeDefinition => Text("A time in RFC 3339.", "date-time"),
        Scalar.MicroTimeDefinition => Text("A time in RFC 3339 with microseconds.", "date-time"),
        _ => null,
    };

    private static JsonObject Text(string description, string? format)
    {
        var json = new JsonObject { ["description"] = description, ["type"] = "string" };
        if (format is not null) json["format"] = format;
        return json;
    }
}
