using System.Reflection;
using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Schema.BuiltIn;

/// <summary>The schemas of all built-in types, read once from the embedded <c>.types</c> files.</summary>
internal sealed class BuiltInSchemas
{
    private readonly Dictionary<string, List<TypeDefinition>> byName;
    private readonly Dictionary<string, SchemaNode> built = new(StringComparer.Ordinal);

    private BuiltInSchemas(IReadOnlyList<TypeDefinition> definitions)
    {
        byName = definitions.GroupBy(type => type.Name).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        foreach (var definition in definitions) Build(definition);
        Kinds = definitions.Where(type => type.ApiVersion is not null).ToDictionary(type => (type.ApiVersion!, type.Name), type => built[type.FullName]);
    }

    public static BuiltInSchemas Shared { get; } = new(Load());

    /// <summary>By definition name, such as <c>io.k8s.api.core.v1.Pod</c>.</summary>
    public IReadOnlyDictionary<string, SchemaNode> Definitions => built;

    public IReadOnlyDictionary<(string ApiVersion, string Kind), SchemaNode> Kinds { get; }

    public SchemaNode ObjectMeta => built["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"];

    private static List<TypeDefinition> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".types", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(name => TypeFile.Parse(Lines(assembly.GetManifestResourceStream(name)!)))];
    }

    private static IEnumerable<string> Lines(Stream stream)
    {
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }

    private SchemaNode Build(TypeDefinition definition)
    {
        if (built.TryGetValue(definition.FullName, out var done)) return done;
        var properties = new SortedDictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var field in definition.Fields) properties[field.Name] = Field(field, definition.Package);
        if (definition.ApiVersion is not null) AddTypeAndMetadata(properties);
        var node = new SchemaNode
        {
            Type = "object",
            Definition = definition.FullName,
            Description = definition.Description,
            Properties = properties,
            PreserveUnknownFields = definition.Any,
            AtomicMap = definition.Atomic,
            Required = [.. definition.Fields.Where(field => field.Required).Select(field => field.Name)],
        };
        return built[definition.FullName] = node;
    }

    private void AddTypeAndMetadata(SortedDictionary<string, SchemaNode> properties)
    {
        properties["apiVersion"] = Scalar.Text with { Description = "Group and version of this representation." };
        properties["kind"] = Scalar.Text with { Description = "Kind of this representation." };
        properties["metadata"] = Named("ObjectMeta", "") with { Description = "Standard metadata." };
    }

    private SchemaNode Field(FieldDefinition field, string package)
    {
        var node = OfType(field.Type, package) with { Description = field.Description, Default = field.Default };
        if (field.Enum.Count > 0) node = node with { Rules = new ValueRules { Enum = [.. field.Enum.Select(value => JsonValue.Create(value)!)] } };
        return node with
        {
            ListType = field.ListMapKeys.Count > 0 ? ListType.Map : field.Set ? ListType.Set : ListType.Atomic,
            ListMapKeys = field.ListMapKeys,
            AtomicMap = node.AtomicMap || (field.Atomic && node.IsObject),
            PatchMerge = field.Merge,
            PatchMergeKey = field.MergeKey,
            PatchRetainKeys = field.RetainKeys,
        };
    }

    private SchemaNode OfType(string type, string package)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal)) return new SchemaNode { Type = "array", Items = OfType(type[..^2], package) };
        if (type.StartsWith("map<", StringComparison.Ordinal)) return new SchemaNode { Type = "object", AdditionalProperties = OfType(type[4..^1], package) };
        return Scalar.Find(type) ?? Named(type, package);
    }

    /// <summary>A type of the same package first, then of any.</summary>
    private SchemaNode Named(string name, string package)
    {
        if (!byName.TryGetValue(name, out var candidates)) throw new FormatException($"No type {name}");
        return Build(candidates.Find(type => type.Package == package) ?? candidates[0]);
    }
}
