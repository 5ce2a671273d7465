using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferOps.Operator.Core.Services;

namespace InferOps.Contract.Tests.Crds;

/// <summary>What users apply and what the operator reads are the same API.</summary>
public sealed partial class CrdTests
{
    public static TheoryData<string, string, Type> Parts => new()
    {
        { "inferenceservices", "spec", typeof(InferenceServiceSpec) },
        { "inferenceservices", "status", typeof(InferenceServiceStatus) },
        { "computepools", "spec", typeof(ComputePoolSpec) },
        { "computepools", "status", typeof(ComputePoolStatus) },
        { "inferenceengines", "spec", typeof(InferenceEngineSpec) },
        { "inferenceengines", "status", typeof(InferenceEngineStatus) },
    };

    public static TheoryData<string> Plurals => ["inferenceservices", "computepools", "inferenceengines"];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Schema_and_type_agree(string plural, string part, Type type) =>
        Assert.Empty(SchemaAgainstType.Differences(part, new CrdFile(plural).Schema(part), type));

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_field_is_described(string plural, string part, Type type) => Assert.Empty(Fields(plural, part)
        .Where(field => string.IsNullOrWhiteSpace(field.Schema["description"]?.GetValue<string>()))
        .Select(field => $"{type.Name} {field.Path}"));

    /// <summary>Without bounds an API server cannot estimate what a rule costs, and refuses the definition.</summary>
    [Theory]
    [MemberData(nameof(Parts))]
    public void Everything_is_bounded(string plural, string part, Type type)
    {
        var unbounded = CrdFile.Walk(part, new CrdFile(plural).Schema(part)).Where(field => field.Schema["type"]?.GetValue<string>() switch
        {
            "array" => field.Schema["maxItems"] is null,
            "string" => field.Schema["maxLength"] is null && field.Schema["enum"] is null && field.Schema["format"] is null,
            "object" => field.Schema["additionalProperties"] is not null && field.Schema["maxProperties"] is null,
            _ => false,
        });
        Assert.Empty(unbounded.Select(field => $"{type.Name} {field.Path}"));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Defaults_are_not_in_the_schema(string plural, string part, Type type) =>
        Assert.Empty(CrdFile.Walk(part, new CrdFile(plural).Schema(part)).Where(field => field.Schema["default"] is not null).Select(field => $"{type.Name} {field.Path}"));

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_list_says_how_it_merges(string plural, string part, Type type) => Assert.Empty(CrdFile.Walk(part, new CrdFile(plural).Schema(part))
        .Where(field => field.Schema["type"]?.GetValue<string>() == "array" && !Merges(field.Schema))
        .Select(field => $"{type.Name} {field.Path}"));

    [Theory]
    [MemberData(nameof(Plurals))]
    public void Every_rule_says_what_to_do(string plural)
    {
        var rules = CrdFile.Walk("spec", new CrdFile(plural).Schema("spec")).SelectMany(field => field.Schema["x-kubernetes-validations"]?.AsArray() ?? []);
        Assert.All(rules, rule => Assert.False(string.IsNullOrWhiteSpace(rule!["message"]?.GetValue<string>())));
    }

    [Theory]
    [MemberData(nameof(Plurals))]
    public void Every_column_shows_a_field_that_exists(string plural)
    {
        var crd = new CrdFile(plural);
        foreach (var column in crd.Version["additionalPrinterColumns"]!.AsArray())
        {
            var path = Filter().Replace(column!["jsonPath"]!.GetValue<string>(), "").TrimStart('.').Split('.');
            if (path[0] == "metadata") continue;
            JsonNode? schema = crd.Schema(path[0]);
            foreach (var name in path.Skip(1)) schema = (schema!["items"] ?? schema)["properties"]?[name];
            Assert.True(schema is not null, $"{plural}: column {column["name"]} shows nothing");
        }
    }

    [Fact]
    public void The_columns_are_those_of_the_design() => Assert.Equal(
        ["Model", "Engine", "Pools", "Ready", "Tok/s", "$/h", "$/Mtok", "Status", "Age"],
        new CrdFile("inferenceservices").Version["additionalPrinterColumns"]!.AsArray()
            .Where(column => column!["priority"] is null).Select(column => column!["name"]!.GetValue<string>()));

    [Fact]
    public void The_names_are_those_of_the_API()
    {
        foreach (var plural in Plurals.Select(row => row.Data))
        {
            var spec = new CrdFile(plural).Spec;
            Assert.Equal((Api.Group, Api.Category), (spec["group"]!.GetValue<string>(), spec["names"]!["categories"]![0]!.GetValue<string>()));
            Assert.Equal(Api.Version, new CrdFile(plural).Version["name"]!.GetValue<string>());
        }
    }

    private static IEnumerable<(string Path, JsonObject Schema)> Fields(string plural, string part) =>
        CrdFile.Walk(part, new CrdFile(plural).Schema(part)).Where(field => !field.Path.EndsWith("[]", StringComparison.Ordinal));

    private static bool Merges(JsonObject list) => list["x-kubernetes-list-type"]?.GetValue<string>() switch
    {
        "map" => list["x-kubernetes-list-map-keys"]!.AsArray().All(key => list["items"]!["required"]!.AsArray().Any(name => name!.GetValue<string>() == key!.GetValue<string>())),
        "set" or "atomic" => true,
        _ => false,
    };

    [GeneratedRegex(@"\[\?\(.*?\)\]")]
    private static partial Regex Filter();
}
