using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Schema.BuiltIn.Rules;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.CustomResources;

/// <summary>Checks a custom resource: its metadata, its schema, and, when nothing is badly wrong, its rules.</summary>
internal static class CustomRules
{
    public static void Validate(JsonObject value, JsonObject? old, SchemaNode schema, Causes causes)
    {
        MetadataRules.Validate(value, Names.Subdomain, causes);
        SchemaValidator.Validate(value, WithoutMetadata(schema), "", causes);
        if (!HasRules(schema)) return;
        if (!causes.Blocking) CelValidator.Validate(value, old, schema, "", causes);
        else causes.Invalid("<nil>", null, "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation");
    }

    /// <summary>Metadata has rules of its own.</summary>
    private static SchemaNode WithoutMetadata(SchemaNode schema) => schema with
    {
        Properties = schema.Properties.Where(field => field.Key != "metadata").ToDictionary(field => field.Key, field => field.Value),
    };

    private static bool HasRules(SchemaNode schema) =>
        schema.Rules.Cel.Count > 0 || schema.Properties.Values.Any(HasRules) ||
        (schema.Items is not null && HasRules(schema.Items)) || (schema.AdditionalProperties is not null && HasRules(schema.AdditionalProperties));
}
