using System.CommandLine;
using InferOps.Operator.Simulator.Rules;
using InferOps.Operator.Simulator.Scenarios;
using InferOps.Operator.Simulator.Traces;

namespace InferOps.Operator.Simulator;

/// <summary><c>inferops simulate</c>: what the operator, or a peer's rule, would do with a trace.</summary>
internal static class SimulateCommand
{
    private static readonly Option<FileInfo[]> Files = new("-f", "--filename") { Description = "YAML with services, pools and engines; may be given several times.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> TraceNames = new("--trace") { Description = $"A CSV file, or one of {string.Join(", ", TraceShapes.Names)}. Default: all of these.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> Policies = new("--policy") { Description = "inferops, hpa, keda, wva. Default: all.", AllowMultipleArgumentsPerToken = true };

    private static readonly Option<int[]> Seeds = new("--seed") { Description = $"Of the noise in traces, of arrivals and of failures; every seed given is run. Default: {TraceShapes.DefaultSeed}.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<DirectoryInfo?> Out = new("--out") { Description = "A folder for each run as CSV and SVG." };

    public static Command Build()
    {
        var command = new Command("simulate", "Run the operator's decisions over a trace in virtual time, beside those of HPA, KEDA and WVA.") { Files, TraceNames, Policies, Seeds, Out };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        try
        {
            var scenario = ScenarioReader.Read(arguments.GetRequiredValue(Files).Select(file => (file.Name, File.ReadAllText(file.FullName))));
            var names = arguments.GetValue(TraceNames) is { Length: > 0 } given ? given : [.. TraceShapes.Names];
            var policies = arguments.GetValue(Policies) is { Length: > 0 } asked ? asked : [.. RuleSetting.All.Select(setting => setting.Rule)];
            var seeds = arguments.GetValue(Seeds) is { Length: > 0 } several ? several : [TraceShapes.DefaultSeed];
            foreach (var seed in seeds)
            {
                var runs = new Runs(scenario, [.. RuleSetting.All.Where(setting => policies.Contains(setting.Rule))], seed, arguments.GetValue(Out));
                await runs.CompareAsync(names, seeds.Length > 1 ? $"seed-{seed}." : "", cancellationToken);
            }

            return 0;
        }
        catch (Exception error) when (error is FormatException or IOException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
    }
}
