using System.Text.Json.Nodes;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Chart;

/// <summary>What helm makes of the chart. After a change, run with <c>UPDATE_GOLDEN=1</c> and read the difference as the user who upgrades would.</summary>
public sealed class RenderingTests
{
    private const string Folder = "tests/Contract.Tests/Chart/Golden";

    public static TheoryData<string> Sets => [.. ValueSet.All.Select(file => Path.GetFileNameWithoutExtension(file.Name))];

    [Fact]
    public async Task The_default_is_as_written_down() =>
        Assert.Null(Golden.Compare($"{Folder}/default.yaml", ValueSet.Describe(await Helm.TemplateAsync("1.36.0"))));

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task A_value_set_changes_what_is_written_down_and_nothing_else(string set) =>
        Assert.Null(Golden.Compare($"{Folder}/{set}.yaml", ValueSet.Describe(await Helm.TemplateAsync(ValueSet.Named(set)), await Helm.TemplateAsync("1.36.0"))));

    [Fact]
    public async Task Kubernetes_1_20_gets_the_version_of_the_budget_that_it_has() =>
        Assert.Null(Golden.Compare($"{Folder}/kubernetes-1.20.yaml", ValueSet.Describe(await Helm.TemplateAsync("1.20.0"), await Helm.TemplateAsync("1.36.0"))));

    [Fact]
    public async Task Lint_has_nothing_to_say()
    {
        var result = await Helm.TryAsync("lint", "--strict", Helm.Chart);
        Assert.True(result.ExitCode == 0, result.Output);
        foreach (var set in ValueSet.All)
        {
            result = await Helm.TryAsync("lint", "--strict", Helm.Chart, "--values", set.FullName);
            Assert.True(result.ExitCode == 0, $"{set.Name}: {result.Output}");
        }
    }

    [Fact]
    public async Task Its_definitions_are_those_of_the_repository()
    {
        var ours = Directory.EnumerateFiles(Path.Combine(Golden.RepositoryRoot, "crds"), "*.yaml").Order(StringComparer.Ordinal).Select(file => Yaml.Read(File.ReadAllText(file)).Single().ToJsonString()).ToList();
        var installed = (await Helm.TemplateAsync("1.36.0", "--include-crds")).Where(document => (string)document["kind"]! == "CustomResourceDefinition");
        Assert.Equal(ours, installed.OrderBy(Helm.IdOf, StringComparer.Ordinal).Select(definition => definition.ToJsonString()));

        // The job before an upgrade applies the same.
        var map = (await Helm.TemplateAsync("1.36.0")).Single(document => Helm.IdOf(document) == "ConfigMap inferops-system/inferops-crds");
        Assert.All(((JsonObject)map["data"]!).Zip(ours), pair => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(pair.Second), JsonNode.Parse((string)pair.First.Value!)), pair.First.Key));
        Assert.Equal(ours.Count, ((JsonObject)map["data"]!).Count);
    }

    [Fact]
    public async Task Engines_come_from_where_the_values_say()
    {
        var engines = (await Helm.TemplateAsync(ValueSet.Named("private-registry"))).Where(document => (string)document["kind"]! == "InferenceEngine")
            .ToDictionary(engine => (string)engine["metadata"]!["name"]!, engine => engine["spec"]!);
        Assert.Equal(ShippedEngines.ByName.Keys, engines.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, manifest) in ShippedEngines.ByName)
        {
            var expected = manifest["spec"]!.DeepClone();
            if (name == "llamasharp") expected["image"] = "registry.example.com:5000/inferops/runtime:0.1.0";
            if (name == "vllm") expected["image"] = "registry.example.com:5000/vllm-openai:v0.11.0";
            Assert.True(JsonNode.DeepEquals(expected, engines[name]), name);
        }
    }
}
