using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Api.Objects.Rules;
using InferOps.LocalCluster.Schema.BuiltIn.Defaults;
using InferOps.LocalCluster.Schema.BuiltIn.Rules;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn;

/// <summary>What becomes of an object of a built-in type: decoded, defaulted, checked by the schema and by the rules of its kind.</summary>
internal static class BuiltInPreparation
{
    /// <summary>The stored spelling of what a client sent, be it whole or only what it applies.</summary>
    public static void Decode(ResourceType type, JsonObject value, SchemaNode schema)
    {
        Decoding.Normalize(value, schema, type);
        if (type.Kind == "Secret") SecretRules.MergeStringData(value);
    }

    public static void Default(ResourceType type, JsonObject value, SchemaNode schema)
    {
        Decode(type, value, schema);
        Defaulting.Apply(value, schema);
        BuiltInDefaults.Apply(type.Kind, value);
        // What depended on other fields may have defaults of its own.
        Defaulting.Apply(value, schema);
    }

    public static void Validate(ResourceType type, JsonObject value, JsonObject? old, SchemaNode schema, Causes causes)
    {
        RequiredFields.Validate(value, schema, "", causes);
        if (type.Verbs.Contains("get")) MetadataRules.Validate(value, NameRule(type.Kind), causes);
        KindRules.Validate(type.Kind, value, old, causes);
    }

    private static Func<string, string?> NameRule(string kind) => kind switch
    {
        "Service" => Names.Label1035,
        "Namespace" => Names.Label,
        "Role" or "ClusterRole" or "RoleBinding" or "ClusterRoleBinding" => Names.PathSegment,
        _ => Names.Subdomain,
    };
}
