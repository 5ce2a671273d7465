using System.Text.Json.Nodes;
using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Services;
using InferOps.TestKit;

namespace InferOps.Operator.Core.Tests.Desired;

public sealed class DesiredObjectsTests
{
    public static TheoryData<string> Scenarios => [.. Scenario.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Objects_are_those_of_the_golden_file(string scenario)
    {
        var input = Scenario.Load(scenario);
        var objects = DesiredObjects.For(input).Append(DesiredObjects.Inspection(input, input.Pools));
        Assert.Null(Golden.Compare($"{Scenario.Folder}/{scenario}/expected.yaml", Yaml.Write(objects)));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void The_same_input_gives_the_same_bytes(string scenario)
    {
        static string All(string scenario) => string.Join('\n', DesiredObjects.For(Scenario.Load(scenario)).Select(item => item.ToJsonString()));
        Assert.Equal(All(scenario), All(scenario));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scaling_does_not_touch_the_pod_template(string scenario)
    {
        var input = Scenario.Load(scenario);
        static string Templates(IEnumerable<JsonObject> objects) => string.Join('\n', objects.Where(item => (string?)item["kind"] == "Deployment").Select(item => item["spec"]!["template"]!.ToJsonString()));
        Assert.Equal(Templates(DesiredObjects.For(input)), Templates(DesiredObjects.For(input with { Plan = Scenario.Plan(input.Pools, replicas: 7) })));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Every_object_is_owned_labelled_and_in_the_services_namespace(string scenario)
    {
        var input = Scenario.Load(scenario);
        Assert.All(DesiredObjects.For(input).Append(DesiredObjects.Inspection(input, input.Pools)), item =>
        {
            var metadata = item["metadata"]!;
            Assert.Equal(input.Service.Key.Namespace, (string?)metadata["namespace"]);
            Assert.Equal(input.Service.Key.Name, (string?)metadata["labels"]!["app.kubernetes.io/instance"]);
            Assert.True((bool)metadata["ownerReferences"]![0]!["controller"]!);
            Assert.True(((string)metadata["name"]!).Length <= 63);
        });
    }

    [Fact]
    public void A_suspended_service_has_no_objects()
    {
        var input = Scenario.Load("verified-in-place");
        Assert.Empty(DesiredObjects.For(input with { Spec = input.Spec with { Suspended = true } }));
    }

    [Fact]
    public void Names_of_different_services_never_meet()
    {
        Assert.NotEqual(Names.Deployment("a", "b-c"), Names.Deployment("a-b", "c"));
        var (one, other) = (Names.Deployment(new string('x', 63), "pool1"), Names.Deployment(new string('x', 63), "pool2"));
        Assert.NotEqual(one, other);
        Assert.True(one.Length <= 46 && other.Length <= 46);
        Assert.Equal("reciter-onprem", Names.Deployment("reciter", "onprem"));
    }

    public static TheoryData<string, string[], string[]> Templates => new()
    {
        { "a value is filled in", ["--n={n}"], ["--n=1"] },
        { "an option without a value disappears whole", ["a", "--keys", "{none}", "z"], ["a", "z"] },
        { "an entry without a value disappears alone", ["a", "--keys={none}", "z"], ["a", "z"] },
        { "a flag before a vanished entry with = stays", ["--flag", "--keys={none}"], ["--flag"] },
        { "a word before a vanished entry stays", ["serve", "{none}"], ["serve"] },
        { "an adapter's entry is repeated with its option", ["a", "--lora", "{adapterName}={adapterPath}", "z"], ["a", "--lora", "x=/x.gguf", "--lora", "y=/y.gguf", "z"] },
        { "an adapter's entry is repeated alone", ["serve", "--lora={adapterPath}"], ["serve", "--lora=/x.gguf", "--lora=/y.gguf"] },
        { "other braces are left alone", ["{\"a\":{n}}", "{other}"], ["{\"a\":1}", "{other}"] },
    };

    [Theory]
    [MemberData(nameof(Templates))]
    public void Argument_templates(string rule, string[] template, string[] expected) =>
        Assert.True(expected.SequenceEqual(ArgumentTemplate.Expand(template, new Dictionary<string, string?> { ["n"] = "1", ["none"] = null }, Adapters)), rule);

    private static readonly IReadOnlyDictionary<string, string?>[] Adapters =
    [
        new Dictionary<string, string?> { ["adapterName"] = "x", ["adapterPath"] = "/x.gguf" }, new Dictionary<string, string?> { ["adapterName"] = "y", ["adapterPath"] = "/y.gguf" },
    ];
}
