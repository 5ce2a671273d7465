using System.Text.Json.Nodes;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Crds;

/// <summary>One rule of a definition: what it lets pass and what it refuses.</summary>
/// <param name="Field">Where, below <c>spec</c>; empty for the spec itself.</param>
/// <param name="Good">YAML of a value there that passes.</param>
/// <param name="Bad">YAML of a value there that does not.</param>
/// <param name="Says">Begin of the rule's message.</param>
/// <param name="At">Which field is named; null: <paramref name="Field"/>.</param>
internal sealed record RuleRow(string Plural, string Field, string Good, string Bad, string Says, string? At = null)
{
    private static readonly Dictionary<string, string> Least = new(StringComparer.Ordinal)
    {
        ["inferenceservices"] = "{model: {uri: file:///m.gguf}}",
        ["computepools"] = "{type: OnPremises, nodeSelector: {pool: x}}",
        ["inferenceengines"] = "{image: i, modelFormats: [gguf]}",
    };

    public string Place => string.Join('.', new[] { "spec", At ?? Field }.Where(part => part.Length > 0));

    /// <summary>The smallest valid spec, with the value in its place.</summary>
    public JsonObject With(string value)
    {
        var spec = Parse(Least[Plural]).AsObject();
        var written = Parse(value);
        if (Field.Length == 0)
        {
            foreach (var (name, part) in written.AsObject()) spec[name] = part?.DeepClone();
            return spec;
        }
        var parts = Field.Split('.');
        var parent = spec;
        foreach (var part in parts[..^1]) parent = (parent[part] ??= new JsonObject()).AsObject();
        parent[parts[^1]] = written.DeepClone();
        return spec;
    }

    private static JsonNode Parse(string value) => Yaml.Read($"v: {value}").Single()["v"]!;
}
