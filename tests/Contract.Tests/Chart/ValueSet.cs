using System.Text.Json.Nodes;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Chart;

/// <summary>The value sets the chart is rendered with, and how a rendering is written down.</summary>
internal static class ValueSet
{
    private static readonly string Folder = Path.Combine(Golden.RepositoryRoot, "tests/Contract.Tests/Chart/Values");

    /// <summary>What others write and other tests hold; here it is enough that it is there.</summary>
    private static readonly HashSet<string> Content = ["InferenceEngine", "PrometheusRule"];

    public static IEnumerable<FileInfo> All => new DirectoryInfo(Folder).EnumerateFiles("*.yaml").OrderBy(file => file.Name, StringComparer.Ordinal);

    public static FileInfo Named(string name) => new(Path.Combine(Folder, name + ".yaml"));

    /// <summary>The whole rendering.</summary>
    public static string Describe(IEnumerable<JsonObject> rendering) => Yaml.Write(rendering.Select(Shorten).OrderBy(Helm.IdOf, StringComparer.Ordinal));

    /// <summary>What a value set changes: the objects that are not as by default, and the names of those that are gone.</summary>
    public static string Describe(IReadOnlyList<JsonObject> rendering, IReadOnlyList<JsonObject> byDefault)
    {
        var before = byDefault.Select(Shorten).ToDictionary(Helm.IdOf);
        var after = rendering.Select(Shorten).ToDictionary(Helm.IdOf);
        var gone = before.Keys.Except(after.Keys).Order(StringComparer.Ordinal).Select(id => $"# gone: {id}\n");
        var changed = after.Where(item => !before.TryGetValue(item.Key, out var old) || !JsonNode.DeepEquals(old, item.Value)).OrderBy(item => item.Key, StringComparer.Ordinal);
        return string.Concat(gone) + Yaml.Write(changed.Select(item => item.Value));
    }

    private static JsonObject Shorten(JsonObject document)
    {
        var copy = (JsonObject)document.DeepClone();
        if (Content.Contains((string)copy["kind"]!)) copy["spec"] = new JsonObject();
        if ((string?)copy["kind"] == "ConfigMap" && copy["data"] is JsonObject data) copy["data"] = new JsonArray([.. data.Select(entry => (JsonNode)entry.Key)]);
        return copy;
    }
}
