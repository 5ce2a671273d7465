using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Patching;

/// <summary>JSON merge patch, RFC 7386: objects merge, null removes, anything else replaces.</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject current, JsonObject patch)
    {
        var result = current.DeepClone().AsObject();
        Merge(result, patch);
        return result;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) target.Remove(name);
            else if (value is not JsonObject child) target[name] = value.DeepClone();
            else if (target[name] is JsonObject existing) Merge(existing, child);
            else
            {
                var created = new JsonObject();
                Merge(created, child);
                target[name] = created;
            }
        }
    }
}
