using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Contract.Tests.Crds;

/// <summary>What the rules in the definitions let pass and refuse; and that the operator, which asks again where no API server evaluates rules, says the same.</summary>
public sealed class RuleTests
{
    private static readonly Dictionary<string, CrdServer> Servers = CrdTests.Plurals.ToDictionary(plural => plural.Data, plural => new CrdServer(plural.Data), StringComparer.Ordinal);
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static TheoryData<string, string, string, int> Rows => [.. RuleRows.All.Index().Select(row => (row.Item.Plural, row.Item.Place, row.Item.Bad, row.Index))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_rule_lets_the_good_pass_and_says_what_is_wrong_with_the_bad(string plural, string place, string bad, int index)
    {
        var row = RuleRows.All[index];

        Assert.Empty(Servers[plural].Refusals("chat", row.With(row.Good)));
        var refusals = Servers[plural].Refusals("chat", row.With(row.Bad));
        Assert.True(refusals.Any(refusal => refusal.StartsWith($"{place}: Invalid value", StringComparison.Ordinal) && refusal.Contains($": {row.Says}", StringComparison.Ordinal)),
            $"{bad}: {string.Join('\n', refusals)}");
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_operator_agrees(string plural, string place, string bad, int index)
    {
        var row = RuleRows.All[index];

        Assert.Empty(Violations(plural, row.With(row.Good)));
        Assert.True(Violations(plural, row.With(row.Bad)).Count > 0, $"{place}: {bad}");
    }

    [Theory]
    [MemberData(nameof(CrdTests.Plurals), MemberType = typeof(CrdTests))]
    public void Every_rule_has_a_row(string plural)
    {
        var rules = CrdFile.Walk("spec", new CrdFile(plural).Schema("spec"))
            .SelectMany(field => field.Schema["x-kubernetes-validations"]?.AsArray().Select(rule => (field.Path, Message: (string)rule!["message"]!)) ?? [])
            .Where(rule => (plural, rule.Path) != ("computepools", "spec.type"));
        var rows = RuleRows.All.Where(row => row.Plural == plural).ToList();
        Assert.All(rules, rule => Assert.Contains(rows, row => row.Place == rule.Path && rule.Message.StartsWith(row.Says, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("chat-7b", true)]
    [InlineData("c", true)]
    [InlineData("a23456789-123456789-123456789-123456789-123456789-123456789-123", true)]
    [InlineData("a23456789-123456789-123456789-123456789-123456789-123456789-1234", false)]
    [InlineData("7b-chat", false)]
    [InlineData("chat.v2", false)]
    public void A_service_is_named_as_a_Service_may_be(string name, bool may)
    {
        var refusals = Servers["inferenceservices"].Refusals(name, JsonNode.Parse("""{"model":{"uri":"file:///m.gguf"}}""")!);
        Assert.Equal(may, refusals.Count == 0);
        Assert.All(refusals, refusal => Assert.Contains("metadata.name is the name of a Service, too", refusal));
    }

    [Fact]
    public void The_type_of_a_pool_cannot_change()
    {
        var (owned, rented) = (Pool("OnPremises"), Pool("Cloud"));
        Assert.Empty(Servers["computepools"].Refusals("a", owned, owned));
        Assert.Contains("cannot change", Assert.Single(Servers["computepools"].Refusals("a", rented, owned)));
    }

    private static JsonNode Pool(string type) => JsonNode.Parse($$"""{"type":"{{type}}","nodeSelector":{"pool":"x"},"cost":{"gpuHour":"1"} }""")!;

    private static IReadOnlyList<Violation> Violations(string plural, JsonObject spec) => plural switch
    {
        "inferenceservices" => InferenceServiceValidator.Validate(spec.Deserialize<InferenceServiceSpec>(Web)!),
        "computepools" => ComputePoolValidator.Validate(spec.Deserialize<ComputePoolSpec>(Web)!),
        _ => InferenceEngineValidator.Validate(spec.Deserialize<InferenceEngineSpec>(Web)!),
    };
}
