using System.Text.Json.Nodes;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Chart;

/// <summary>Every value is described, and a wrong one is refused before anything is rendered, in words that name it.</summary>
public sealed class ValuesTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Helm.Chart, "values.schema.json")))!;
    private static readonly JsonNode Values = Yaml.Read(File.ReadAllText(Path.Combine(Helm.Chart, "values.yaml"))).Single();

    [Fact]
    public void Every_value_is_in_the_schema_and_every_property_of_the_schema_has_a_value()
    {
        var differences = Compare("", Schema, Values).ToList();
        var optional = ((JsonObject)Schema["properties"]!).Select(entry => entry.Key).Except(Schema["required"]!.AsArray().Select(name => (string)name!));
        differences.AddRange(optional.Where(name => name != "global").Select(name => $"{name} is not required: without it, templates fail in words of their own"));
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "replicas=-1", "replicas: Must be greater than or equal to 0" },
        { "replicas=two", "replicas: Invalid type. Expected: integer, given: string" },
        // What --reuse-values leaves of a chart that did not have it yet.
        { "networkPolicy=null", "(root): networkPolicy is required" },
        { "replica=2", "Additional property replica is not allowed" },
        { "image.name=x", "image: Additional property name is not allowed" },
        { "image.pullPolicy=Sometimes", "image.pullPolicy must be one of the following: \"Always\", \"IfNotPresent\", \"Never\"" },
        { "image.digest=latest", "image.digest: Does not match pattern" },
        { "watchNamespaces={Team_A}", "watchNamespaces.0: Does not match pattern" },
        { "prometheus.url=prometheus:9090", "prometheus.url: Does not match pattern '^https?://" },
        { "prometheus.rateWindowSeconds=1", "prometheus.rateWindowSeconds: Must be greater than or equal to 4" },
        // A token in values would be in the release's Secret and in everybody's shell history.
        { "prometheus.headers.Authorization=x", "prometheus.headers: Property name of \"Authorization\" does not match" },
        { "pools.cloud.type=Cloud", "pools.cloud: nodeSelector is required" },
        { "pools.cloud.type=Rented", "pools.cloud.type must be one of the following: \"OnPremises\", \"Dedicated\", \"Cloud\"" },
        { "networkPolicy.apiServerPorts={99999}", "networkPolicy.apiServerPorts.0: Must be less than or equal to 65535" },
        { "webhook.failurePolicy=Sometimes", "webhook.failurePolicy must be one of the following: \"Ignore\", \"Fail\"" },
        { "webhook.port=8081", "webhook.port: Must not validate the schema (not)" },
        { "webhook.certificates.source=Mine", "webhook.certificates.source must be one of the following: \"Operator\", \"CertManager\"" },
        { "resources.limits.memory=much", "resources.limits.memory: Does not match pattern" },
        { "serviceAccount.create=false", "serviceAccount.name is needed where serviceAccount.create is false" },
        { "prometheus.ca.secret=a,prometheus.ca.configMap=b", "prometheus.ca: give a secret or a configMap, not both" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_value_is_refused_by_name(string set, string message)
    {
        var result = await Helm.TryAsync("template", "inferops", Helm.Chart, "--set", set);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Compare(string path, JsonNode schema, JsonNode? value)
    {
        if (schema["description"] is null && path.Length > 0 && !path.StartsWith("resources.", StringComparison.Ordinal)) yield return $"{path} has no description";
        if (schema["properties"] is not JsonObject properties) yield break;
        if ((bool?)schema["additionalProperties"] != false) yield return $"{path} takes what it does not know";
        var values = value as JsonObject ?? [];
        foreach (var name in values.Select(entry => entry.Key).Except(properties.Select(entry => entry.Key))) yield return $"{path}.{name} is not in values.schema.json";
        foreach (var (name, property) in properties.Where(entry => entry.Key != "global"))
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (!values.ContainsKey(name)) yield return $"{at} is not in values.yaml";
            foreach (var difference in Compare(at, property!, values[name])) yield return difference;
        }
    }
}
