using System.Text;
using System.Text.Json.Nodes;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Docs;

/// <summary>Writes the custom resource definitions as a page for people: every field once, in the order of the schema.</summary>
internal static class ReferenceDocument
{
    private static readonly string[] Plurals = ["inferenceservices", "computepools", "inferenceengines"];

    public static string Write()
    {
        var page = new StringBuilder("""
            # Reference of the API

            Group `inferops.dev`, version `v1alpha1`. Made by `make docs` from `crds/`; `kubectl explain infsvc.spec --recursive` shows the same in a terminal.
            A field in **bold** is required where its parent is given. `[]` is an entry of a list, `*` a key of the user's choice.

            """);
        foreach (var plural in Plurals) Kind(page, Yaml.Read(File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "crds", $"{plural}.yaml"))).Single()["spec"]!);
        return page.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static void Kind(StringBuilder page, JsonNode crd)
    {
        var names = crd["names"]!;
        var schema = crd["versions"]![0]!["schema"]!["openAPIV3Schema"]!;
        page.Append($"\n## {names["kind"]}\n\n{schema["description"]} {crd["scope"]}, short name `{names["shortNames"]![0]}`.\n");
        foreach (var part in new[] { "spec", "status" })
        {
            page.Append($"\n### {names["kind"]} {part}\n\n{schema["properties"]![part]!["description"]}\n\n| field | type | meaning |\n|---|---|---|\n");
            Fields(page, "", schema["properties"]![part]!);
        }
    }

    private static void Fields(StringBuilder page, string parent, JsonNode schema)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(name => (string)name!).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, field) in schema["properties"] as JsonObject ?? [])
        {
            var path = parent + name;
            var shown = required.Contains(name) ? $"**`{path}`**" : $"`{path}`";
            page.Append($"| {shown} | {TypeOf(field!)} | {Meaning(field!)} |\n");
            Below(page, path, field!);
        }
    }

    private static void Below(StringBuilder page, string path, JsonNode field)
    {
        if (field["items"] is { } items) Fields(page, $"{path}[].", items);
        else if (field["additionalProperties"] is JsonObject values) Fields(page, $"{path}.*.", values);
        else Fields(page, $"{path}.", field);
    }

    private static string TypeOf(JsonNode field) =>
        field["x-kubernetes-int-or-string"] is not null ? "quantity"
        : field["enum"] is JsonArray values ? string.Join(", ", values.Select(value => $"`{value}`"))
        : field["items"] is { } items ? $"list of {TypeOf(items)}"
        : field["additionalProperties"] is JsonObject map ? $"map of {TypeOf(map)}"
        : (string?)field["format"] is "date-time" ? "time"
        : (string)field["type"]!;

    private static string Meaning(JsonNode field) => ((string?)field["description"] ?? "").Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ').Trim();
}
