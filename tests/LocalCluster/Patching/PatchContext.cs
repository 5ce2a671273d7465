using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Schema;

namespace InferOps.LocalCluster.Patching;

/// <summary>The four ways a PATCH request describes a change, by its content type.</summary>
public enum PatchType { Json, Merge, Strategic, Apply }

/// <summary>Everything about a write other than the objects themselves.</summary>
/// <param name="Type">The resource being written.</param>
/// <param name="Schema">Its schema, from <see cref="SchemaCatalog.SchemaOf"/>.</param>
/// <param name="Manager">The field manager on whose behalf the write happens.</param>
/// <param name="Now">When it happens.</param>
public sealed record PatchContext(ResourceType Type, SchemaNode Schema, string Manager, DateTimeOffset Now)
{
    /// <summary>The subresource written through (<c>status</c>, <c>scale</c>), or null.</summary>
    public string? Subresource { get; init; }

    /// <summary>Apply only: take over fields that other managers own with other values.</summary>
    public bool Force { get; init; }
}
