using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Schema;

namespace InferOps.LocalCluster.Patching;

/// <summary>
/// Strategic merge patch: like a merge patch, but lists that have a merge key merge item by item, and directives ($patch, $retainKeys,
/// $deleteFromPrimitiveList, $setElementOrder) say what plain JSON cannot.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeleteFromPrimitiveList = "$deleteFromPrimitiveList/";
    private const string SetElementOrder = "$setElementOrder/";

    public static JsonObject Apply(JsonObject current, JsonObject patch, SchemaNode schema) =>
        Merge(current.DeepClone().AsObject(), patch, schema) ?? [];

    /// <summary>Merges into <paramref name="target"/> and returns it; null when the patch deletes it.</summary>
    private static JsonObject? Merge(JsonObject target, JsonObject patch, SchemaNode? schema)
    {
        switch (DirectiveOf(patch))
        {
            case "delete": return null;
            case "replace": return Without(patch);
        }

        if (patch[RetainKeys] is JsonArray retained) KeepOnly(target, retained);
        foreach (var (name, value) in patch)
            if (name.StartsWith(DeleteFromPrimitiveList, StringComparison.Ordinal)) DeleteValues(target, name[DeleteFromPrimitiveList.Length..], value);

        foreach (var (name, value) in patch)
            if (!name.StartsWith('$')) MergeField(target, name, value, schema?.Field(name));

        foreach (var (name, value) in patch)
            if (name.StartsWith(SetElementOrder, StringComparison.Ordinal)) Order(target, name[SetElementOrder.Length..], value, schema);
        return target;
    }

    private static void MergeField(JsonObject target, string name, JsonNode? value, SchemaNode? schema)
    {
        switch (value)
        {
            case null: target.Remove(name); break;
            case JsonObject child when Merge(target[name] as JsonObject ?? [], child, schema) is { } merged:
                if (!ReferenceEquals(target[name], merged)) target[name] = merged;
                break;
            case JsonObject: target.Remove(name); break;
            case JsonArray list when schema is { PatchMerge: true }: target[name] = MergeList(target[name] as JsonArray ?? [], list, schema); break;
            default: target[name] = value.DeepClone(); break;
        }
    }

    private static JsonArray MergeList(JsonArray target, JsonArray patch, SchemaNode schema)
    {
        if (schema.PatchMergeKey is not { } mergeKey)
        {
            var present = target.Select(Key).ToHashSet(StringComparer.Ordinal);
            return [.. target.Select(item => item?.DeepClone()), .. patch.Where(item => present.Add(Key(item))).Select(item => item?.DeepClone())];
        }

        if (patch.OfType<JsonObject>().Any(item => DirectiveOf(item) == "replace"))
            return [.. patch.OfType<JsonObject>().Where(item => DirectiveOf(item) is null).Select(item => item.DeepClone())];

        var items = target.OfType<JsonObject>().Select(item => item.DeepClone().AsObject()).ToList();
        foreach (var change in patch.OfType<JsonObject>())
        {
            var key = KeyOf(change, mergeKey);
            if (DirectiveOf(change) == "delete")
            {
                items.RemoveAll(item => Key(item[mergeKey]) == key);
                continue;
            }

            var existing = items.Find(item => Key(item[mergeKey]) == key);
            if (existing is not null) Merge(existing, change, schema.Items);
            else if (Merge([], change, schema.Items) is { } added) items.Add(added);
        }

        return [.. items];
    }

    private static void Order(JsonObject target, string name, JsonNode? order, SchemaNode? schema)
    {
        if (target[name] is not JsonArray list || order is not JsonArray wanted) return;
        var mergeKey = schema?.Field(name)?.PatchMergeKey;
        string KeyOfItem(JsonNode? item) => mergeKey is not null && item is JsonObject fields ? Key(fields[mergeKey]) : Key(item);

        var items = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in list) items.TryAdd(KeyOfItem(item), item);
        if (items.Count != list.Count) return;
        var patched = wanted.Select(KeyOfItem).Where(items.ContainsKey).Distinct().ToList();
        target[name] = new JsonArray([.. ListOrder.Merge(patched, [.. items.Keys], newFirst: true).Select(key => items[key]?.DeepClone())]);
    }

    private static void DeleteValues(JsonObject target, string name, JsonNode? values)
    {
        if (target[name] is not JsonArray list || values is not JsonArray unwanted) return;
        var keys = unwanted.Select(Key).ToHashSet(StringComparer.Ordinal);
        target[name] = new JsonArray([.. list.Where(item => !keys.Contains(Key(item))).Select(item => item?.DeepClone())]);
    }

    private static void KeepOnly(JsonObject target, JsonArray retained)
    {
        var names = retained.Select(name => name?.GetValue<string>()).ToHashSet();
        foreach (var name in target.Select(field => field.Key).Where(name => !names.Contains(name)).ToList()) target.Remove(name);
    }

    private static string? DirectiveOf(JsonObject patch)
    {
        if (patch[Directive] is not { } value) return null;
        var text = value.ToString();
        return text is "delete" or "replace" or "merge" ? text : throw ApiException.BadRequest($"unknown patch type: {text}");
    }

    private static JsonObject Without(JsonObject patch) =>
        new(patch.Where(field => !field.Key.StartsWith('$')).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

    private static string KeyOf(JsonObject item, string mergeKey) => item[mergeKey] is { } value
        ? Key(value)
        : throw ApiException.BadRequest($"map: {item.ToJsonString()} does not contain declared merge key: {mergeKey}");

    private static string Key(JsonNode? value) => value?.ToJsonString() ?? "null";
}
