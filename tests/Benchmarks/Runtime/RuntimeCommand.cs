using System.CommandLine;
using System.Text.Json.Nodes;
using InferOps.Benchmarks.Figures;
using InferOps.Benchmarks.Models;

namespace InferOps.Benchmarks.Runtime;

/// <summary><c>runtime</c>: ours, llama-server and the raw loop in turn, and the figures that follow.</summary>
internal static class RuntimeCommand
{
    private const string PeerVariable = "LLAMA_SERVER";

    private static readonly Option<bool> Quick = new("--quick") { Description = "A first look in about two minutes: a smaller model, one round." };
    private static readonly Option<bool> Large = new("--large") { Description = "A model of 1.1 billion parameters instead of 110 million." };
    private static readonly Option<int?> Rounds = new("--rounds") { Description = "How often everything is measured. Default 3; 1 with --quick." };
    private static readonly Option<int> Threads = new("--threads") { Description = "Compute threads of every peer.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private static readonly Option<int[]> Clients = new("--clients") { Description = "Numbers of clients for throughput. Default 1 4 16 32; 1 16 with --quick.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> Cells = new("--kv-cells") { Description = "How the runtime holds its cells: separate, as llama-server does with a fixed number of sequences, or shared.", DefaultValueFactory = _ => "separate" };
    private static readonly Option<string[]> Only = new("--only") { Description = "Some of: throughput, burst, stall, speculation, overhead, start.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Assembly = new("--runtime") { Description = "Another build of the runtime to measure: its inferops-runtime.dll." };
    private static readonly Option<string> Extra = new("--runtime-arguments") { Description = "Further arguments for the runtime, to try them out.", DefaultValueFactory = _ => "" };

    private static readonly IReadOnlyList<(string Name, Func<Stage, CancellationToken, Task> Run)> Parts =
    [
        ("start", (stage, cancellation) => new StartBenchmark(stage).RunAsync(cancellation)),
        ("overhead", (stage, cancellation) => new OverheadBenchmark(stage).RunAsync(cancellation)),
        ("throughput", (stage, cancellation) => new ThroughputBenchmark(stage).RunAsync(cancellation)),
        ("burst", (stage, cancellation) => new ColdBurstBenchmark(stage).RunAsync(cancellation)),
        ("stall", (stage, cancellation) => new StallBenchmark(stage).RunAsync(cancellation)),
        ("speculation", (stage, cancellation) => new SpeculationBenchmark(stage).RunAsync(cancellation)),
    ];

    public static Command Build()
    {
        var command = new Command("runtime", $"Measure the runtime against the library's raw loop, and against the llama-server that {PeerVariable} names.")
        {
            Quick, Large, Rounds, Threads, Clients, Cells, Only, Assembly, Extra,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments, cancellationToken));
        return command;
    }

    /// <returns>0 when everything was measured, whatever came out.</returns>
    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var quick = arguments.GetValue(Quick);
        var stage = new Stage
        {
            Sheet = new FigureSheet("bench-runtime"),
            ModelsFolder = Places.Models,
            Model = quick ? BenchmarkModel.Parameters40M : arguments.GetValue(Large) ? BenchmarkModel.Parameters1100M : BenchmarkModel.Parameters110M,
            Runtime = arguments.GetValue(Assembly) ?? Places.BuiltRuntime,
            RuntimeArguments = arguments.GetValue(Extra)!.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Cells = arguments.GetValue(Cells)!,
            LlamaServer = Peer(),
            Threads = arguments.GetValue(Threads),
            Rounds = arguments.GetValue(Rounds) ?? (quick ? 1 : 3),
            Clients = arguments.GetValue(Clients) is { Length: > 0 } clients ? clients : quick ? [1, 16] : [1, 4, 16, 32],
            Quick = quick,
        };
        var only = arguments.GetValue(Only) ?? [];
        foreach (var (name, run) in Parts.Where(part => only.Length == 0 || only.Contains(part.Name)))
        {
            FigureSheet.Say($"{name} ({stage.Model.Name}, {stage.Threads} threads)");
            await run(stage, cancellationToken);
        }

        var file = stage.Sheet.Write(Places.Artifacts, Circumstances(stage));
        FigureSheet.Say($"{(stage.Sheet.AllReached ? "every goal reached" : "some goals were missed")}; written to {file}");
        return 0;
    }

    private static JsonObject Circumstances(Stage stage) => new()
    {
        ["model"] = stage.Model.Name, ["threads"] = stage.Threads, ["rounds"] = stage.Rounds, ["quick"] = stage.Quick, ["kvCells"] = stage.Cells, ["llamaServer"] = stage.LlamaServer is not null,
        ["arguments"] = string.Join(' ', stage.RuntimeArguments), ["at"] = TimeProvider.System.GetUtcNow().ToString("O"),
    };

    private static string? Peer()
    {
        var path = Environment.GetEnvironmentVariable(PeerVariable);
        if (File.Exists(path)) return path;
        FigureSheet.Say($"!!! {PeerVariable} names no llama-server: NOTHING is compared with it. Set {PeerVariable}=/path/to/llama-server of the same llama.cpp release. !!!");
        return null;
    }
}
