using System.Text.Json.Nodes;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Rules;

/// <summary>The rules that come with the chart, and the cases that try them.</summary>
internal static class RuleFiles
{
    public static string Folder { get; } = Path.Combine(Golden.RepositoryRoot, "charts", "inferops", "rules");

    public static string Cases { get; } = Path.Combine(Golden.RepositoryRoot, "tests", "Contract.Tests", "Rules", "Cases");

    public static IReadOnlyList<JsonNode> Rules { get; } =
        [.. Names(Folder).SelectMany(file => Read(Path.Combine(Folder, file))["groups"]!.AsArray()).SelectMany(group => group!["rules"]!.AsArray()).OfType<JsonNode>()];

    public static IReadOnlyList<JsonNode> Alerts { get; } = [.. Rules.Where(rule => rule["alert"] is not null)];

    /// <summary>What the cases expect of an alert, in the order of time: how many series of it fire.</summary>
    public static ILookup<string, int> Expectations { get; } = Names(Cases).SelectMany(file => Read(Path.Combine(Cases, file))["tests"]!.AsArray())
        .SelectMany(test => test!["alert_rule_test"]!.AsArray()).ToLookup(test => (string)test!["alertname"]!, test => test!["exp_alerts"]!.AsArray().Count);

    public static IEnumerable<string> Names(string folder) => Directory.GetFiles(folder, "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private static JsonObject Read(string file) => Yaml.Read(File.ReadAllText(file)).Single();
}
