using System.Text.Json;
using InferOps.LocalCluster.Api.CustomResources;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Discovery;

/// <summary>Every type served now: the built-in ones and those of the established CustomResourceDefinitions.</summary>
internal sealed class TypeTable
{
    private readonly Dictionary<(string Group, string Version, string Plural), ResourceType> byPath;

    private TypeTable(IReadOnlyList<ResourceType> types)
    {
        All = types;
        byPath = types.ToDictionary(type => (type.Group, type.Version, type.Plural));
        GroupVersions = [.. types.GroupBy(type => type.Group).Select(group => new GroupVersions(group.Key, Ordered(group.Select(type => type.Version))))];
    }

    public IReadOnlyList<ResourceType> All { get; }

    /// <summary>Groups with their versions, the preferred version first.</summary>
    public IReadOnlyList<GroupVersions> GroupVersions { get; }

    public static SnapshotView<TypeTable> Over(ObjectStore store) =>
        new(store, [CrdTypes.Resource], snapshot =>
            new TypeTable([.. BuiltInTypes.All, .. snapshot.Of(CrdTypes.Resource).Values.SelectMany(crd => CrdTypes.Read(crd.Root))]));

    public ResourceType? Find(string group, string version, string plural) => byPath.GetValueOrDefault((group, version, plural));

    public ResourceType? FindByKind(string apiVersion, string kind) => All.FirstOrDefault(type => type.ApiVersion == apiVersion && type.Kind == kind);

    public bool Serves(string group, string version) => All.Any(type => type.Group == group && type.Version == version);

    /// <summary>Kubernetes version order: stable before beta before alpha, newer first.</summary>
    private static IReadOnlyList<string> Ordered(IEnumerable<string> versions) =>
        [.. versions.Distinct().OrderByDescending(version => version, Comparer<string>.Create(CompareVersions))];

    private static int CompareVersions(string left, string right) => Rank(left).CompareTo(Rank(right));

    private static (int Stability, int Major, int Minor) Rank(string version)
    {
        var parts = version.TrimStart('v').Split("beta");
        if (parts.Length == 2) return (1, Number(parts[0]), Number(parts[1]));
        parts = version.TrimStart('v').Split("alpha");
        return parts.Length == 2 ? (0, Number(parts[0]), Number(parts[1])) : (2, Number(parts[0]), 0);
    }

    private static int Number(string text) => int.TryParse(text, out var number) ? number : 0;
}

internal sealed record GroupVersions(string Group, IReadOnlyList<string> Versions)
{
    public string Preferred => Versions[0];
}
