using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Patching;

/// <summary>
/// A set of field paths as a trie, the FieldsV1 format of managed fields: <c>f:name</c> a field, <c>k:{keys}</c> an item of a list-map, <c>v:value</c> an
/// item of a list-set, <c>i:index</c> an item of another list. Immutable.
/// </summary>
internal sealed class FieldSet
{
    private static readonly SortedDictionary<string, FieldSet> NoChildren = new(StringComparer.Ordinal);

    private readonly SortedDictionary<string, FieldSet> children;

    private FieldSet(bool member, SortedDictionary<string, FieldSet> children)
    {
        Member = member;
        this.children = children;
    }

    public static FieldSet Empty { get; } = new(false, NoChildren);

    public static FieldSet Leaf { get; } = new(true, NoChildren);

    /// <summary>Whether the path to this node is itself in the set, not only something below it.</summary>
    public bool Member { get; }

    public IEnumerable<KeyValuePair<string, FieldSet>> Children => children;

    public bool IsEmpty => !Member && children.Count == 0;

    public FieldSet? Child(string element) => children.GetValueOrDefault(element);

    /// <summary>A node with the given children; those that are empty are left out.</summary>
    public static FieldSet Of(bool member, IEnumerable<KeyValuePair<string, FieldSet>> children)
    {
        var kept = new SortedDictionary<string, FieldSet>(StringComparer.Ordinal);
        foreach (var (element, child) in children)
            if (!child.IsEmpty) kept[element] = kept.TryGetValue(element, out var twin) ? twin.Union(child) : child;
        return new FieldSet(member, kept);
    }

    public FieldSet Union(FieldSet other) => Of(Member || other.Member, children.Concat(other.children));

    public FieldSet Intersect(FieldSet other) => Of(
        Member && other.Member,
        children.Where(child => other.children.ContainsKey(child.Key)).Select(child => KeyValuePair.Create(child.Key, child.Value.Intersect(other.children[child.Key]))));

    /// <summary>What is in this set and not in the other.</summary>
    public FieldSet Except(FieldSet other) => Of(
        Member && !other.Member,
        children.Select(child => other.children.TryGetValue(child.Key, out var twin) ? KeyValuePair.Create(child.Key, child.Value.Except(twin)) : child));

    /// <summary>The set without everything at and below a path.</summary>
    public FieldSet Without(params ReadOnlySpan<string> path)
    {
        if (path.Length == 0) return Empty;
        var head = path[0];
        if (!children.TryGetValue(head, out var child)) return this;
        var kept = new Dictionary<string, FieldSet>(children) { [head] = child.Without(path[1..]) };
        return Of(Member, kept);
    }

    public bool Equals(FieldSet other) =>
        Member == other.Member && children.Count == other.children.Count &&
        children.All(child => other.children.TryGetValue(child.Key, out var twin) && child.Value.Equals(twin));

    /// <summary>Every path in the set, in the notation of error messages.</summary>
    public IEnumerable<string> Paths() => Paths("");

    private IEnumerable<string> Paths(string prefix)
    {
        if (Member) yield return prefix;
        foreach (var (element, child) in children)
        foreach (var path in child.Paths(prefix + PathElement.Display(element)))
            yield return path;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Member && children.Count > 0) json["."] = new JsonObject();
        foreach (var (element, child) in children) json[element] = child.ToJson();
        return json;
    }

    /// <summary>Reads FieldsV1. At the root an empty object is the empty set; anywhere below it is a member.</summary>
    public static FieldSet Parse(JsonObject json) => Parse(json, root: true);

    private static FieldSet Parse(JsonObject json, bool root)
    {
        var member = json.ContainsKey(".") || (!root && json.Count == 0);
        return Of(member, json
            .Where(field => field.Key != ".")
            .Select(field => KeyValuePair.Create(PathElement.Normalize(field.Key), Parse(field.Value as JsonObject ?? [], root: false))));
    }
}
