using System.Globalization;

namespace KubeOps.Abstractions.Entities;

/// <summary>The names of an API resource.</summary>
public record EntityMetadata(string Kind, string Version, string? Group = null, string? Plural = null)
{
    public string ListKind => $"{Kind}List";

    public string SingularName => Kind.ToLowerInvariant();

    public string PluralName => (Plural ?? $"{Kind}s").ToLowerInvariant();

    /// <summary>The value of <c>apiVersion</c>.</summary>
    public string GroupWithVersion => string.IsNullOrWhiteSpace(Group) ? Version : string.Create(CultureInfo.InvariantCulture, $"{Group}/{Version}");
}
