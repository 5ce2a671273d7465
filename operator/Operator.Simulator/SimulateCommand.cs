using System.CommandLine;
using InferOps.Operator.Simulator.Reports;
using InferOps.Operator.Simulator.Rules;
using InferOps.Operator.Simulator.Scenarios;
using InferOps.Operator.Simulator.Traces;

namespace InferOps.Operator.Simulator;

/// <summary><c>inferops simulate</c>: what the operator, or a peer's rule, would do with a trace.</summary>
internal static class SimulateCommand
{
    private const int Seed = 20260;

    private static readonly Option<FileInfo[]> Files = new("-f", "--filename") { Description = "YAML with services, pools and engines; may be given several times.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> TraceNames = new("--trace") { Description = $"A CSV file, or one of {string.Join(", ", TraceShapes.All.Select(trace => trace.Name))}. Default: all of these.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> Policies = new("--policy") { Description = "inferops, hpa, keda, wva. Default: all.", AllowMultipleArgumentsPerToken = true };

    private static readonly Option<DirectoryInfo?> Out = new("--out") { Description = "A folder for each run as CSV and SVG." };

    public static Command Build()
    {
        var command = new Command("simulate", "Run the operator's decisions over a trace in virtual time, beside those of HPA, KEDA and WVA.") { Files, TraceNames, Policies, Out };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        try
        {
            var scenario = ScenarioReader.Read(arguments.GetRequiredValue(Files).Select(file => (file.Name, File.ReadAllText(file.FullName))));
            var traces = (arguments.GetValue(TraceNames) is { Length: > 0 } names ? names : [.. TraceShapes.All.Select(trace => trace.Name)]).Select(Load).ToList();
            var policies = arguments.GetValue(Policies) is { Length: > 0 } asked ? asked : [.. RuleSetting.All.Select(setting => setting.Rule)];
            var comparison = new Comparison();
            foreach (var trace in traces)
            {
                var narrowed = scenario.Only(trace.Services);
                var settings = RuleSetting.All.Where(setting => policies.Contains(setting.Rule)).ToList();
                var outcomes = await Task.WhenAll(settings.Select(setting => Task.Run(() => new Simulation(narrowed, trace, setting, Seed).RunAsync(Arrivals.Of(trace, Seed), cancellationToken))));
                var pairs = settings.Zip(outcomes).ToList();
                OutcomeTable.Write(Console.Out, trace, pairs);
                comparison.Add(trace.Name, pairs);
                if (arguments.GetValue(Out) is { } folder) Keep(folder, trace, pairs);
            }

            comparison.Write(Console.Out);

            return 0;
        }
        catch (Exception error) when (error is FormatException or IOException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static void Keep(DirectoryInfo folder, Trace trace, IReadOnlyList<(RuleSetting Setting, Outcome Outcome)> runs)
    {
        folder.Create();
        foreach (var (setting, outcome) in runs)
        {
            var name = Path.Combine(folder.FullName, $"{Path.GetFileNameWithoutExtension(trace.Name)}-{setting.Name.Replace(' ', '-')}");
            using var csv = new StreamWriter($"{name}.csv");
            OutcomeCsv.Write(csv, outcome);
            using var svg = new StreamWriter($"{name}.svg");
            SvgPlot.Write(svg, $"{trace.Name}, {setting.Name}", outcome);
        }
    }

    private static Trace Load(string name)
    {
        if (TraceShapes.Find(name) is { } shape) return shape;
        using var reader = File.OpenText(name);
        return TraceFile.Read(name, reader);
    }
}
