using InferOps.Operator.Core.Services;
using InferOps.Operator.Simulator.Cluster;
using InferOps.Operator.Simulator.Metrics;
using InferOps.Operator.Simulator.Scenarios;

namespace InferOps.Operator.Simulator.Rules;

/// <summary>What a rule is made of.</summary>
internal sealed record RuleParts(Scenario Scenario, PodFleet Fleet, SimulatedPrometheus Prometheus, VirtualTime Time)
{
    public PlainFleet Plain => new(Scenario, Fleet, Time);
}

/// <summary>A rule with its thresholds.</summary>
/// <param name="Rule"><c>inferops</c>, <c>hpa</c>, <c>keda</c> or <c>wva</c>.</param>
/// <param name="Name">The rule's name, and which setting of it.</param>
internal sealed record RuleSetting(string Rule, string Name, Func<RuleParts, IScalingRule> Make)
{
    public const string InferOps = "inferops";

    /// <summary>
    /// InferOps with its defaults; every other rule as it ships, and tuned: its threshold as high as meets the objectives on most traces, found by trying.
    /// </summary>
    public static IReadOnlyList<RuleSetting> All { get; } =
    [
        new(InferOps, InferOps, parts => new InferOpsRule(new SimulatedCluster(parts.Scenario, parts.Fleet, parts.Time), parts.Fleet, parts.Prometheus, parts.Time)),
        new("hpa", "hpa", parts => new HpaRule(parts.Plain, parts.Prometheus, parts.Time, _ => HpaRule.DefaultTarget)),
        new("hpa", "hpa tuned", parts => new HpaRule(parts.Plain, parts.Prometheus, parts.Time, service => 0.6 * parts.Scenario.Served(service).Speed.Sequences)),
        new("keda", "keda", parts => new KedaRule(parts.Plain, parts.Prometheus, parts.Time, _ => KedaTriggers.Default)),
        new("keda", "keda tuned", parts => new KedaRule(parts.Plain, parts.Prometheus, parts.Time, service => Tuned(parts.Scenario, service))),
        new("wva", "wva", parts => new WvaRule(parts.Plain, parts.Prometheus, parts.Time, WvaThresholds.Default)),
        new("wva", "wva tuned", parts => new WvaRule(parts.Plain, parts.Prometheus, parts.Time, new WvaThresholds(0.95, 0.8))),
    ];

    private static KedaTriggers Tuned(Scenario scenario, ObjectKey service)
    {
        var speed = scenario.Served(service).Speed;
        return new(0.6 * speed.GeneratedTokensPerSecond, 0.6 * speed.PromptTokensPerSecond, 0.75 * speed.Sequences, Quick: true);
    }
}
