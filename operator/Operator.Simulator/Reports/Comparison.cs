using System.Globalization;
using InferOps.Operator.Simulator.Rules;

namespace InferOps.Operator.Simulator.Reports;

/// <summary>InferOps beside the best peer, trace by trace and over all of them.</summary>
/// <remarks>
/// The best peer of a trace is the setting that costs least among those that meet the objectives as often as InferOps does, or miss that by a twentieth at most:
/// one that saves money by serving badly is no peer.
/// </remarks>
internal sealed class Comparison
{
    private const double Comparable = 0.95;
    private readonly List<(string Trace, double Cost, double Attainment)> _ratios = [];

    public void Add(string trace, IReadOnlyList<(RuleSetting Setting, Outcome Outcome)> outcomes)
    {
        if (outcomes.FirstOrDefault(pair => pair.Setting.Rule == RuleSetting.InferOps).Outcome is not { } ours) return;
        var peers = outcomes.Where(pair => pair.Setting.Rule != RuleSetting.InferOps && pair.Outcome.Attainment >= ours.Attainment * Comparable).ToList();
        if (peers.Count == 0) return;
        var best = peers.MinBy(pair => pair.Outcome.VariableCost).Outcome;
        var most = peers.Max(pair => pair.Outcome.Attainment);
        _ratios.Add((trace, ours.VariableCost / best.VariableCost, ours.Attainment / most));
    }

    /// <summary>One line per figure, as benchmarks print them.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="prefix">Of each name, after <c>simulate.</c>; empty or ending in a dot.</param>
    public void Write(TextWriter writer, string prefix = "")
    {
        foreach (var (trace, cost, attainment) in _ratios)
        {
            Figure(writer, $"simulate.{prefix}{trace}.cost_versus_best_peer", cost, "<= 1.05");
            Figure(writer, $"simulate.{prefix}{trace}.attainment_versus_best_peer", attainment, ">= 0.95");
        }

        if (_ratios.Count == 0) return;
        Figure(writer, $"simulate.{prefix}cost_versus_best_peer", Mean(_ratios.Select(ratio => ratio.Cost)), "<= 0.70");
        Figure(writer, $"simulate.{prefix}attainment_versus_best_peer", Mean(_ratios.Select(ratio => ratio.Attainment)), ">= 1.00");
    }

    private static double Mean(IEnumerable<double> ratios) => Math.Exp(ratios.Average(Math.Log));

    private static void Figure(TextWriter writer, string name, double value, string goal) =>
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FIGURE {name} {value:0.000} x goal {goal}"));
}
