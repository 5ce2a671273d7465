using System.Text.Json;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Storage;

/// <summary>A field selector in its text form: <c>metadata.name=a,status.phase!=Running</c>.</summary>
internal sealed class FieldSelector
{
    private readonly IReadOnlyList<(string Path, bool Equal, string Value)> terms;

    private FieldSelector(IReadOnlyList<(string, bool, string)> terms) => this.terms = terms;

    public static FieldSelector Everything { get; } = new([]);

    /// <summary>The one name it asks for, as <c>metadata.name=x</c>; null when it asks for more.</summary>
    public string? Name => terms.FirstOrDefault(term => term is { Path: "metadata.name", Equal: true }).Value;

    public bool Matches(JsonElement root) => terms.All(term => (Read(root, term.Path) == term.Value) == term.Equal);

    /// <exception cref="ApiException">400 when the text is no selector or the type cannot be selected by that field.</exception>
    public static FieldSelector Parse(ResourceType type, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Everything;
        var terms = text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ParseTerm).ToList();
        var unknown = terms.FirstOrDefault(term => !SelectableFields.Of(type).Contains(term.Path)).Path;
        if (unknown is not null) throw ApiException.BadRequest($"field label not supported: {unknown}");
        return new FieldSelector(terms);
    }

    private static (string Path, bool Equal, string Value) ParseTerm(string term)
    {
        foreach (var sign in (ReadOnlySpan<string>)["!=", "==", "="])
        {
            var at = term.IndexOf(sign, StringComparison.Ordinal);
            if (at > 0) return (term[..at].Trim(), sign != "!=", term[(at + sign.Length)..].Trim());
        }

        throw ApiException.BadRequest($"invalid field selector: {term}");
    }

    private static string Read(JsonElement root, string path)
    {
        if (path == "reportingComponent" && root.Text("reportingComponent") is null or "") return root.Text("source", "component") ?? "";
        return root.At(path.Split('.')) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } value => value.GetRawText().ToLowerInvariant(),
            _ => path == "spec.unschedulable" ? "false" : "",
        };
    }
}
