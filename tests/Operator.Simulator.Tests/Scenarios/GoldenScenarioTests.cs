using InferOps.Operator.Simulator.Cluster;
using InferOps.Operator.Simulator.Rules;
using InferOps.Operator.Simulator.Scenarios;
using InferOps.Operator.Simulator.Traces;
using InferOps.TestKit;

namespace InferOps.Operator.Simulator.Tests.Scenarios;

/// <summary>
/// The operator's own loops on stories that everybody who runs such a fleet knows, one folder each: pools and services, the load, what else happens, and every decision
/// that is expected. <c>UPDATE_GOLDEN=1</c> writes the decisions anew; read them before committing.
/// </summary>
public sealed class GoldenScenarioTests
{
    private const string Folder = "tests/Operator.Simulator.Tests/Scenarios";

    public static TheoryData<string> Names { get; } = [.. Directory.GetDirectories(Path.Combine(Golden.RepositoryRoot, Folder)).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Decides_as_told(string name)
    {
        var story = await RunAsync(Path.Combine(Golden.RepositoryRoot, Folder, name));
        Assert.Null(Golden.Compare($"{Folder}/{name}/decisions.golden", story));
    }

    private static async Task<string> RunAsync(string folder)
    {
        string Read(string file) => File.ReadAllText(Path.Combine(folder, file));
        using var load = new StringReader(Read("trace.csv"));
        var trace = TraceFile.Read("trace.csv", load);
        var scenario = ScenarioReader.Read([("engine.yaml", Read("../engine.yaml")), ("input.yaml", Read("input.yaml"))]).Only(trace.Services);
        var lines = File.Exists(Path.Combine(folder, "happenings.csv")) ? File.ReadAllLines(Path.Combine(folder, "happenings.csv")) : [];
        Story? story = null;
        var setting = new RuleSetting(RuleSetting.InferOps, "told", parts =>
        {
            var cluster = new SimulatedCluster(parts.Scenario, parts.Fleet, parts.Time);
            story = new(() => parts.Time.Seconds);
            cluster.StatusWritten += story.Tell;
            var rule = new InferOpsRule(cluster, parts.Fleet, parts.Prometheus, parts.Time);
            return new Told(rule, new(lines, parts, cluster, story) { Advise = rule.Advise });
        });
        await new Simulation(scenario, trace, setting, seed: 1).RunAsync(Arrivals.Of(trace, seed: 1), TestContext.Current.CancellationToken);
        return story!.ToString();
    }

    private sealed class Told(IScalingRule rule, Happenings happenings) : IScalingRule
    {
        public Task ActAsync(CancellationToken cancellationToken)
        {
            happenings.Happen();
            return rule.ActAsync(cancellationToken);
        }
    }
}
