using InferOps.Sandbox;
using InferOps.Sandbox.Processes;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Rules;

/// <summary>Every alert fires, resolves, and says what to do, judged by Prometheus' own tool.</summary>
public sealed class RuleTests
{
    private const string Runbooks = "https://github.com/inferops/inferops/blob/main/docs/operations.md#";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Files => [.. RuleFiles.Names(RuleFiles.Folder)];

    public static TheoryData<string> CaseFiles => [.. RuleFiles.Names(RuleFiles.Cases)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Prometheus_takes_the_rules(string file) => await PromtoolAsync("check", "rules", Path.Combine(RuleFiles.Folder, file));

    [Theory]
    [MemberData(nameof(CaseFiles))]
    public async Task Alerts_fire_and_resolve(string file) => await PromtoolAsync("test", "rules", Path.Combine(RuleFiles.Cases, file));

    [Fact]
    public void Every_alert_is_quiet_fires_and_resolves_in_the_cases() =>
        Assert.All(RuleFiles.Alerts, alert => Assert.Equal([0, 1, 0], RuleFiles.Expectations[(string)alert["alert"]!]));

    [Fact]
    public void Every_alert_says_how_bad_it_is_and_what_to_do()
    {
        var runbook = File.ReadAllLines(Path.Combine(Golden.RepositoryRoot, "docs", "operations.md"));
        Assert.All(RuleFiles.Alerts, alert =>
        {
            var name = (string)alert["alert"]!;
            Assert.True((string?)alert["labels"]!["severity"] is "critical" or "warning" or "info", name);
            Assert.All(["summary", "description"], text => Assert.False(string.IsNullOrWhiteSpace((string?)alert["annotations"]![text]), $"{name} {text}"));
            Assert.Equal(Runbooks + name.ToLowerInvariant(), (string?)alert["annotations"]!["runbook_url"]);
            Assert.Contains($"### {name}", runbook);
        });
    }

    [Fact]
    public void The_runbook_has_no_alert_that_does_not_exist() => Assert.Empty(
        File.ReadAllLines(Path.Combine(Golden.RepositoryRoot, "docs", "operations.md")).Where(line => line.StartsWith("### InferOps", StringComparison.Ordinal)).Select(line => line[4..])
            .Except(RuleFiles.Alerts.Select(alert => (string)alert["alert"]!)));

    [Fact]
    public void Rules_name_only_series_that_something_exports()
    {
        var known = KnownSeries.All;
        Assert.All(RuleFiles.Rules, rule => Assert.Empty(Expression.Series((string)rule["expr"]!).Except(known)));
    }

    private static async Task PromtoolAsync(params IEnumerable<string> arguments) => (await Shell.RunAsync(Workspace.Tool("promtool"), [.. arguments], cancellationToken: Cancellation)).Checked("promtool");
}
