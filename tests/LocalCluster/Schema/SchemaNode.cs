using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Schema;

/// <summary>How a list is merged: as one value, as a set of scalars, or as a map keyed by some fields of its items.</summary>
public enum ListType { Atomic, Set, Map }

/// <summary>
/// One node of a resource's schema, the same for built-in types and custom resources. It drives defaulting, pruning, validation, strategic merge,
/// server-side apply and the OpenAPI documents.
/// </summary>
public sealed record SchemaNode
{
    private static readonly Dictionary<string, SchemaNode> None = [];

    /// <summary>"object", "array", "string", "integer", "number", "boolean", or empty where any value fits.</summary>
    public string Type { get; init; } = "";
    public string? Format { get; init; }
    public string? Description { get; init; }

    /// <summary>The name of the definition this node is an instance of, e.g. <c>io.k8s.api.core.v1.Container</c>.</summary>
    public string? Definition { get; init; }

    public IReadOnlyDictionary<string, SchemaNode> Properties { get; init; } = None;
    public SchemaNode? AdditionalProperties { get; init; }
    public SchemaNode? Items { get; init; }
    public IReadOnlyList<string> Required { get; init; } = [];
    public JsonNode? Default { get; init; }

    public bool PreserveUnknownFields { get; init; }
    public bool IntOrString { get; init; }
    public bool Nullable { get; init; }
    public bool EmbeddedResource { get; init; }

    public ListType ListType { get; init; }
    public IReadOnlyList<string> ListMapKeys { get; init; } = [];
    public bool AtomicMap { get; init; }

    /// <summary>Strategic merge: lists with a strategy merge by key (or as a set without one), all others are replaced.</summary>
    public bool PatchMerge { get; init; }
    public string? PatchMergeKey { get; init; }
    public bool PatchRetainKeys { get; init; }

    public ValueRules Rules { get; init; } = ValueRules.None;

    public bool IsObject => Type == "object";
    public bool IsArray => Type == "array";

    /// <summary>A struct has named fields; a map has arbitrary keys.</summary>
    public bool IsStruct => Properties.Count > 0;

    /// <summary>The schema of field <paramref name="name"/>, or null where the schema says nothing about it.</summary>
    public SchemaNode? Field(string name) => Properties.TryGetValue(name, out var node) ? node : AdditionalProperties;

    public static SchemaNode Any { get; } = new() { PreserveUnknownFields = true };
}
