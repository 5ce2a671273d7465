using System.Globalization;
using System.Text.Json;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>A whole schema, in which <c>$ref</c> points from one place to another.</summary>
internal sealed class SchemaDocument(JsonElement root)
{
    public SchemaPlace Root { get; } = new("#", root);

    /// <summary>Where a place's <c>$ref</c> points.</summary>
    public SchemaPlace Resolve(SchemaPlace from)
    {
        var reference = from.String("$ref")!;
        if (reference is not "#" && !reference.StartsWith("#/", StringComparison.Ordinal)) throw from.Problem("$ref", "only references within the schema ('#/…') are supported");
        var (element, path) = (Root.Schema, "#");
        foreach (var step in Uri.UnescapeDataString(reference[1..]).Split('/').Skip(1))
        {
            element = Step(element, step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
                ?? throw from.Problem("$ref", $"there is nothing at '{reference}'");
            path += "/" + step;
        }

        return new SchemaPlace(path, element);
    }

    /// <summary>Where a place that says nothing itself points in the end.</summary>
    public SchemaPlace Follow(SchemaPlace place)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (SchemaKeywords.IsReference(place) && seen.Add(place.Path)) place = Resolve(place);
        return place;
    }

    private static JsonElement? Step(JsonElement from, string name) => from.ValueKind switch
    {
        JsonValueKind.Object when from.TryGetProperty(name, out var member) => member,
        JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < from.GetArrayLength() => from[index],
        _ => null,
    };
}
