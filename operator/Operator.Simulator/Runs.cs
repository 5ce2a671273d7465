using InferOps.Operator.Simulator.Reports;
using InferOps.Operator.Simulator.Rules;
using InferOps.Operator.Simulator.Scenarios;
using InferOps.Operator.Simulator.Traces;

namespace InferOps.Operator.Simulator;

/// <summary>Several rules over several traces of one seed.</summary>
/// <param name="scenario">Services, pools and engines.</param>
/// <param name="settings">The rules.</param>
/// <param name="seed">Of traces, arrivals and failures: every rule is shown the very same.</param>
/// <param name="folder">For each run as CSV and SVG; null keeps none.</param>
internal sealed class Runs(Scenario scenario, IReadOnlyList<RuleSetting> settings, int seed, DirectoryInfo? folder)
{
    /// <param name="traces">CSV files, or names of <see cref="TraceShapes"/>.</param>
    /// <param name="figures">What names of figures begin with.</param>
    /// <param name="cancellationToken">Stops between two seconds of virtual time.</param>
    /// <exception cref="FormatException">A trace is none.</exception>
    public async Task CompareAsync(IReadOnlyList<string> traces, string figures, CancellationToken cancellationToken)
    {
        var comparison = new Comparison();
        foreach (var trace in traces.Select(Load))
        {
            var narrowed = scenario.Only(trace.Services);
            var outcomes = await Task.WhenAll(settings.Select(setting => Task.Run(() => new Simulation(narrowed, trace, setting, seed).RunAsync(Arrivals.Of(trace, seed), cancellationToken))));
            var pairs = settings.Zip(outcomes).ToList();
            OutcomeTable.Write(Console.Out, trace, pairs);
            comparison.Add(trace.Name, pairs);
            Keep(trace, pairs);
        }

        comparison.Write(Console.Out, figures);
    }

    private void Keep(Trace trace, IReadOnlyList<(RuleSetting Setting, Outcome Outcome)> runs)
    {
        if (folder is null) return;
        folder.Create();
        foreach (var (setting, outcome) in runs)
        {
            var suffix = seed == TraceShapes.DefaultSeed ? "" : $"-{seed}";
            var name = Path.Combine(folder.FullName, $"{Path.GetFileNameWithoutExtension(trace.Name)}-{setting.Name.Replace(' ', '-')}{suffix}");
            using var csv = new StreamWriter($"{name}.csv");
            OutcomeCsv.Write(csv, outcome);
            using var svg = new StreamWriter($"{name}.svg");
            SvgPlot.Write(svg, $"{trace.Name}, {setting.Name}", outcome);
        }
    }

    private Trace Load(string name)
    {
        if (TraceShapes.Find(name, seed) is { } shape) return shape;
        using var reader = File.OpenText(name);
        return TraceFile.Read(name, reader);
    }
}
