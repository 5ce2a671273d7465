using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Schema.Validation;

/// <summary>Checks allOf, anyOf, oneOf and not.</summary>
internal static class AlternativesValidator
{
    public static void Validate(JsonNode? value, ValueRules rules, string path, Causes causes)
    {
        foreach (var every in rules.AllOf) SchemaValidator.Validate(value, every, path, causes);
        if (rules.AnyOf.Count > 0 && !rules.AnyOf.Any(schema => Fits(value, schema)))
            causes.Invalid(path, "", $"\"{path}\" must validate at least one schema (anyOf)");
        if (rules.OneOf.Count > 0)
        {
            var count = rules.OneOf.Count(schema => Fits(value, schema));
            if (count == 0) causes.Invalid(path, "", $"\"{path}\" must validate one and only one schema (oneOf). Found none valid");
            if (count > 1) causes.Invalid(path, "", $"\"{path}\" must validate one and only one schema (oneOf). Found {count} valid alternatives");
        }

        if (rules.Not is not null && Fits(value, rules.Not)) causes.Invalid(path, "", $"\"{path}\" must not validate the schema (not)");
    }

    private static bool Fits(JsonNode? value, SchemaNode schema)
    {
        var causes = new Causes();
        SchemaValidator.Validate(value, schema, "", causes);
        return causes.Found.Count == 0;
    }
}
