using InferOps.Operator.Simulator.Reports;
using InferOps.Operator.Simulator.Rules;
using InferOps.Operator.Simulator.Scenarios;
using InferOps.Operator.Simulator.Traces;

namespace InferOps.Operator.Simulator.Tests;

public sealed class SimulationTests
{
    public static TheoryData<string> Settings { get; } = [.. RuleSetting.All.Select(setting => setting.Name)];

    /// <summary>One request a second is three quarters of a replica; nine are seven.</summary>
    private static Trace Burst { get; } = new("burst",
    [
        new(TimeSpan.Zero, "chat", 1, 512, 192), new(TimeSpan.FromMinutes(20), "chat", 9, 512, 192),
        new(TimeSpan.FromMinutes(40), "chat", 1, 512, 192), new(TimeSpan.FromMinutes(80), "chat", 0, 512, 192),
    ]);

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Every_rule_serves_every_request_and_gives_replicas_back(string name)
    {
        var outcome = await RunAsync(name, Burst);
        Assert.True(double.IsFinite(outcome.TimeToFirstTokenP99));
        Assert.InRange(outcome.Attainment, 0.3, 1);
        Assert.InRange(outcome.PeakReplicas, 3, 24);
        Assert.True(outcome.Samples[^1].Replicas.Values.Sum() < outcome.PeakReplicas);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task A_run_repeats_itself(string name)
    {
        var (one, other) = (await RunAsync(name, Burst), await RunAsync(name, Burst));
        Assert.Equal((one.Attainment, one.VariableCost, one.PeakReplicas), (other.Attainment, other.VariableCost, other.PeakReplicas));
    }

    [Fact]
    public async Task Committed_pools_are_paid_whoever_decides_and_the_cloud_only_while_its_nodes_are_there()
    {
        var quiet = new Trace("quiet", [new(TimeSpan.Zero, "chat", 0.5, 512, 192), new(TimeSpan.FromHours(1), "chat", 0, 512, 192)]);
        var outcome = await RunAsync(RuleSetting.InferOps, quiet);
        // Four own GPUs at 9,000 over 48 months of 730 hours, four rented ones at 1.20, for an hour.
        Assert.Equal((4 * 9000 / (48 * 730.0)) + (4 * 1.20), outcome.CommittedCost, 0.01);
        Assert.Equal(0, outcome.GpuHours["cloud"]);
        Assert.Equal(outcome.GpuHours["onprem"] * 0.08, outcome.VariableCost, 6);
    }

    private static Task<Outcome> RunAsync(string name, Trace trace)
    {
        var scenario = ScenarioReader.Read([("fleet.yaml", ScenarioReaderTests.Fleet)]).Only(trace.Services);
        var setting = RuleSetting.All.Single(setting => setting.Name == name);
        return new Simulation(scenario, trace, setting, seed: 1).RunAsync(Arrivals.Of(trace, seed: 1), TestContext.Current.CancellationToken);
    }
}
