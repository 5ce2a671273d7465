using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn.Rules;

/// <summary>The rules of metadata, the same for all objects.</summary>
internal static class MetadataRules
{
    private const int MostAnnotationBytes = 256 * 1024;

    /// <param name="nameRule">What names of this kind must look like.</param>
    public static void Validate(JsonObject value, Func<string, string?> nameRule, Causes causes)
    {
        if (value["metadata"] is not JsonObject metadata)
        {
            causes.Required("metadata.name", "name or generateName is required");
            return;
        }

        var name = metadata.Text("name") ?? "";
        if (name.Length == 0 && metadata.Text("generateName") is null or "") causes.Required("metadata.name", "name or generateName is required");
        else if (name.Length > 0 && nameRule(name) is { } wrong) causes.Invalid("metadata.name", name, wrong);

        Labels(metadata["labels"] as JsonObject, "metadata.labels", causes);
        Annotations(metadata["annotations"] as JsonObject, causes);
        Finalizers(metadata.Texts("finalizers"), causes);
        Owners(metadata["ownerReferences"] as JsonArray ?? [], causes);
    }

    public static void Labels(JsonObject? labels, string path, Causes causes)
    {
        foreach (var (key, value) in labels ?? [])
        {
            if (Names.QualifiedName(key) is { } wrongKey) causes.Invalid(path, key, wrongKey);
            if (value.Text() is { } text && Names.LabelValue(text) is { } wrongValue) causes.Invalid(path, text, wrongValue);
        }
    }

    private static void Annotations(JsonObject? annotations, Causes causes)
    {
        var size = 0;
        foreach (var (key, value) in annotations ?? [])
        {
            size += key.Length + (value.Text()?.Length ?? 0);
            if (Names.QualifiedName(key.ToLowerInvariant()) is { } wrong) causes.Invalid("metadata.annotations", key, wrong);
        }

        if (size > MostAnnotationBytes) causes.TooLong("metadata.annotations", MostAnnotationBytes);
    }

    private static void Finalizers(IReadOnlyList<string> finalizers, Causes causes)
    {
        for (var index = 0; index < finalizers.Count; index++)
            if (Names.QualifiedName(finalizers[index]) is { } wrong) causes.Invalid($"metadata.finalizers[{index}]", finalizers[index], wrong);
    }

    private static void Owners(JsonArray owners, Causes causes)
    {
        for (var index = 0; index < owners.Count; index++)
        foreach (var field in (string[])["apiVersion", "kind", "name", "uid"])
            if (owners[index].Text(field) is null or "") causes.Invalid($"metadata.ownerReferences[{index}].{field}", "", $"{(field == "apiVersion" ? "version" : field)} must not be empty");

        if (owners.Count(owner => owner.IsTrue("controller")) > 1)
            causes.Invalid("metadata.ownerReferences", owners, "Only one reference can have Controller set to true");
    }
}
