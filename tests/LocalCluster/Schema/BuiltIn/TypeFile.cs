using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Schema.BuiltIn;

/// <summary>One type of a <c>.types</c> file.</summary>
/// <param name="ApiVersion">Set for kinds, which are objects of their own; null for types they are made of.</param>
internal sealed record TypeDefinition(string Package, string Name, string? ApiVersion, string Description)
{
    public bool Any { get; init; }
    public bool Atomic { get; init; }
    public List<FieldDefinition> Fields { get; } = [];
    public string FullName => $"{Package}.{Name}";
}

/// <summary>One field of a type, as written.</summary>
internal sealed record FieldDefinition(string Name, bool Required, string Type, string Description)
{
    public JsonNode? Default { get; init; }
    public IReadOnlyList<string> Enum { get; init; } = [];
    public IReadOnlyList<string> ListMapKeys { get; init; } = [];
    public bool Set { get; init; }
    public bool Atomic { get; init; }
    public bool Merge { get; init; }
    public string? MergeKey { get; init; }
    public bool RetainKeys { get; init; }
}

/// <summary>
/// Reads the descriptions of built-in types, one line per type and field:
/// <code>
/// package io.k8s.api.core.v1
/// kind Pod v1 -- description            an object of apiVersion v1; apiVersion, kind and metadata are understood
/// type Container [any|atomic] -- ...    a part of objects
///   name! string -- ...                 a field; ! is required
/// </code>
/// Types of fields: string, int32, int64, bool, quantity, intOrString, time, microTime, bytes, any, map&lt;T&gt;, T[], or a type of any file. Then:
/// <c>= json</c> a default, <c>enum(A|B)</c>, <c>key(a,b)</c> a list-map which strategic merge joins by its first key, <c>merge(k)</c> another or further
/// merge key, <c>set</c> a list-set, <c>atomic</c> a list or map merged as a whole, <c>retainKeys</c>, <c>replace</c> no strategic merge.
/// </summary>
internal static class TypeFile
{
    public static IEnumerable<TypeDefinition> Parse(IEnumerable<string> lines)
    {
        var package = "";
        TypeDefinition? type = null;
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            var (head, description) = Split(line);
            var words = head.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line[0] == ' ')
            {
                (type ?? throw new FormatException($"A field before any type: {line}")).Fields.Add(Field(words, description));
                continue;
            }

            if (type is not null) yield return type;
            type = words[0] switch
            {
                "kind" => new TypeDefinition(package, words[1], words[2], description),
                "type" => new TypeDefinition(package, words[1], null, description) { Any = words.Contains("any"), Atomic = words.Contains("atomic") },
                "package" => null,
                _ => throw new FormatException($"Neither package, kind, type nor field: {line}"),
            };
            if (type is null) package = words[1];
        }

        if (type is not null) yield return type;
    }

    private static (string Head, string Description) Split(string line)
    {
        var at = line.IndexOf(" -- ", StringComparison.Ordinal);
        return at < 0 ? (line, "") : (line[..at], line[(at + 4)..]);
    }

    private static FieldDefinition Field(string[] words, string description)
    {
        var field = new FieldDefinition(words[0].TrimEnd('!'), words[0].EndsWith('!'), words[1], description);
        for (var index = 2; index < words.Length; index++)
        {
            var word = words[index];
            var arguments = word.EndsWith(')') ? word[(word.IndexOf('(') + 1)..^1] : "";
            field = word.Split('(')[0] switch
            {
                "=" => field with { Default = JsonNode.Parse(words[++index]) },
                "enum" => field with { Enum = arguments.Split('|') },
                "key" => field with { ListMapKeys = arguments.Split(','), Merge = true, MergeKey = field.MergeKey ?? arguments.Split(',')[0] },
                "merge" => field with { Merge = true, MergeKey = arguments.Length > 0 ? arguments : null },
                "set" => field with { Set = true, Merge = true },
                "atomic" => field with { Atomic = true },
                "retainKeys" => field with { RetainKeys = true },
                "replace" => field with { Merge = false, MergeKey = null },
                _ => throw new FormatException($"Unknown word {word} of field {field.Name}"),
            };
        }

        return field;
    }
}
