using System.Text.Json.Nodes;

namespace InferOps.TestKit;

/// <summary>The InferenceEngines that come with the chart: one file each, and the only place where they are described.</summary>
public static class ShippedEngines
{
    public static string Folder { get; } = Path.Combine(Golden.RepositoryRoot, "charts", "inferops", "engines");

    /// <summary>By name, which is the file's, too.</summary>
    public static IReadOnlyDictionary<string, JsonObject> ByName { get; } = new SortedDictionary<string, JsonObject>(
        Directory.GetFiles(Folder, "*.yaml").ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => Yaml.Read(File.ReadAllText(file)).Single()), StringComparer.Ordinal);
}
