using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>A schema within a document: an object of keywords, or true or false.</summary>
/// <param name="Path">JSON pointer from the document's root; there is one for every place.</param>
/// <param name="Schema">What is there.</param>
internal readonly record struct SchemaPlace(string Path, JsonElement Schema)
{
    public bool Is(bool value) => Schema.ValueKind == (value ? JsonValueKind.True : JsonValueKind.False);

    public bool Has(string keyword) => Schema.TryGetProperty(keyword, out _);

    public bool TryGet(string keyword, out JsonElement value) => Schema.TryGetProperty(keyword, out value);

    /// <summary>The schema that is a keyword's value.</summary>
    public SchemaPlace Below(string keyword) => new($"{Path}/{Escape(keyword)}", Schema.GetProperty(keyword));

    /// <summary>The schemas in a keyword's list.</summary>
    public IEnumerable<SchemaPlace> List(string keyword)
    {
        if (!TryGet(keyword, out var list)) yield break;
        if (list.ValueKind != JsonValueKind.Array) throw Problem(keyword, "must be a list of schemas");
        foreach (var (index, schema) in list.EnumerateArray().Index()) yield return new($"{Path}/{keyword}/{index}", schema);
    }

    /// <summary>The schemas of a keyword's object, by name.</summary>
    public IEnumerable<(string Name, SchemaPlace Place)> Map(string keyword)
    {
        if (!TryGet(keyword, out var map)) yield break;
        if (map.ValueKind != JsonValueKind.Object) throw Problem(keyword, "must be an object of schemas");
        foreach (var member in map.EnumerateObject()) yield return (member.Name, new($"{Path}/{keyword}/{Escape(member.Name)}", member.Value));
    }

    public string? String(string keyword) => !TryGet(keyword, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Problem(keyword, "must be a string");

    /// <summary>A number of characters, items or properties.</summary>
    public int? Count(string keyword)
    {
        if (!TryGet(keyword, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number >= 0 && decimal.IsInteger(number)
            ? (int)Math.Min(number, int.MaxValue)
            : throw Problem(keyword, "must be a whole number from 0 on");
    }

    public decimal? Number(string keyword)
    {
        if (!TryGet(keyword, out var value)) return null;
        if (value.ValueKind != JsonValueKind.Number) throw Problem(keyword, "must be a number");
        return value.TryGetDecimal(out var number) && Math.Abs(number) < 1e27m ? number : throw Problem(keyword, "is out of the range that can be enforced");
    }

    public IEnumerable<string> Strings(string keyword)
    {
        if (!TryGet(keyword, out var list)) return [];
        return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? list.EnumerateArray().Select(item => item.GetString()!)
            : throw Problem(keyword, "must be a list of strings");
    }

    public SchemaException Problem(string keyword, string problem) => new($"{Path}/{Escape(keyword)}", problem);

    [SuppressMessage("Globalization", "CA1307", Justification = "single characters")]
    private static string Escape(string name) => name.Replace("~", "~0").Replace("/", "~1");
}
