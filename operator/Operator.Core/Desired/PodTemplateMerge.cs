using System.Text.Json.Nodes;

namespace InferOps.Operator.Core.Desired;

/// <summary>
/// Puts a user's overrides into a pod template as Kubernetes' strategic merge does: objects field by field, lists by the key that their entries have in Kubernetes, everything
/// else replaced. What may be overridden at all, validation has checked before.
/// </summary>
internal static class PodTemplateMerge
{
    /// <summary>Lists whose entries are told apart by a key. Of the first three, an entry that is there already is merged; of the others it is replaced, for its fields exclude each other.</summary>
    private static readonly Dictionary<string, (string Key, bool Merged)> Lists = new(StringComparer.Ordinal)
    {
        ["containers"] = ("name", true),
        ["initContainers"] = ("name", true),
        ["topologySpreadConstraints"] = ("topologyKey", true),
        ["volumes"] = ("name", false),
        ["env"] = ("name", false),
        ["imagePullSecrets"] = ("name", false),
        ["volumeMounts"] = ("mountPath", false),
        ["hostAliases"] = ("ip", false),
    };

    public static void Into(JsonObject target, JsonObject overrides)
    {
        foreach (var (field, wanted) in overrides)
        {
            if (target[field] is JsonObject part && wanted is JsonObject changes) Into(part, changes);
            else if (target[field] is JsonArray list && wanted is JsonArray entries) IntoList(field, list, entries);
            else target[field] = wanted?.DeepClone();
        }
    }

    private static void IntoList(string field, JsonArray list, JsonArray entries)
    {
        if (field == "tolerations")
        {
            foreach (var entry in entries.Where(entry => !list.Any(present => JsonNode.DeepEquals(present, entry)))) list.Add(entry?.DeepClone());
            return;
        }
        if (!Lists.TryGetValue(field, out var rule))
        {
            list.Clear();
            foreach (var entry in entries) list.Add(entry?.DeepClone());
            return;
        }
        foreach (var entry in entries.OfType<JsonObject>())
        {
            var place = list.IndexOf(list.FirstOrDefault(present => (present as JsonObject)?[rule.Key]?.ToString() == entry[rule.Key]?.ToString()));
            if (place < 0) list.Add(entry.DeepClone());
            else if (rule.Merged) Into((JsonObject)list[place]!, entry);
            else list[place] = entry.DeepClone();
        }
    }
}
