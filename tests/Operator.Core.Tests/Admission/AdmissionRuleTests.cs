using System.Reflection;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Admission;
using InferOps.TestKit;

namespace InferOps.Operator.Core.Tests.Admission;

/// <summary>Every rule of admission: what it lets pass in silence, and what it says of the rest.</summary>
public sealed class AdmissionRuleTests
{
    public static TheoryData<string> Reasons => [.. AdmissionCase.Reasons];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_rule_lets_the_good_pass_and_says_why_the_bad_does_not(string reason)
    {
        var row = AdmissionCase.Read(reason);
        var cluster = new AdmissionCluster(row.Given);

        var good = cluster.Decide(row.Good);
        Assert.Empty(good.Denials.Concat(good.Warnings));

        var bad = cluster.Decide(row.Bad);
        Assert.Equal(!row.Denies, bad.IsAllowed);
        Assert.Contains(row.Denies ? bad.Denials : bad.Warnings, finding => finding.Reason == reason && finding.ToString().Contains(row.Says, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void What_does_not_change_is_not_judged_again(string reason)
    {
        var row = AdmissionCase.Read(reason);
        if ((bool?)row.Bad["delete"] == true) return;

        // It was applied before the rule was there, or before what it refers to went.
        var stored = new AdmissionCluster([.. row.Given.Where(given => !Same(given, row.Bad)), Stored(row)]).Decide(row.Bad);

        Assert.Empty(stored.Denials.Concat(stored.Warnings));
    }

    [Fact]
    public void Every_reason_has_its_case() =>
        Assert.Empty(typeof(AdmissionReasons).GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(field => field.Name).Except(AdmissionCase.Reasons));

    /// <summary>What the bad write makes of what there is.</summary>
    private static JsonObject Stored(AdmissionCase row)
    {
        var stored = (JsonObject)(row.Given.FirstOrDefault(given => Same(given, row.Bad)) ?? row.Bad).DeepClone();
        stored["spec"] = AdmissionCluster.Merge(stored["spec"], row.Bad["spec"]);
        return stored;
    }

    private static bool Same(JsonObject a, JsonObject b) => ((string)a["kind"]!, (string)a["name"]!) == ((string)b["kind"]!, (string)b["name"]!);
}
