using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Schema;

/// <summary>Fills in the defaults of the schema, outermost first: a default that is made brings its own defaults.</summary>
internal static class Defaulting
{
    public static void Apply(JsonNode? value, SchemaNode? schema)
    {
        switch (value)
        {
            case JsonObject fields when schema is not null: Object(fields, schema); break;
            case JsonArray items when schema?.Items is not null:
                foreach (var item in items) Apply(item, schema.Items);
                break;
        }
    }

    private static void Object(JsonObject value, SchemaNode schema)
    {
        foreach (var (name, field) in schema.Properties)
        {
            // A null where null means nothing is as good as absent.
            if (field.Default is not null && (!value.TryGetPropertyValue(name, out var present) || (present is null && !field.Nullable)))
                value[name] = field.Default.DeepClone();
            Apply(value[name], field);
        }

        if (schema.AdditionalProperties is null) return;
        foreach (var (name, child) in value)
            if (!schema.Properties.ContainsKey(name)) Apply(child, schema.AdditionalProperties);
    }
}
