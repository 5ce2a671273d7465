using System.CommandLine;
using System.Text.Json.Nodes;
using InferOps.Benchmarks.Figures;
using InferOps.Benchmarks.Models;

namespace InferOps.Benchmarks.Soak;

/// <summary><c>soak</c>: one replica under far more clients than it can serve, for a long time.</summary>
internal static class SoakCommand
{
    private static readonly Option<double> Minutes = new("--minutes") { Description = "For how long.", DefaultValueFactory = _ => 30 };
    private static readonly Option<int> Clients = new("--clients") { Description = "Clients that ask again and again.", DefaultValueFactory = _ => 2000 };
    private static readonly Option<string?> Runtime = new("--runtime") { Description = "Another build of the runtime to measure: its inferops-runtime.dll." };

    public static Command Build()
    {
        var command = new Command("soak", "Thousands of clients with unequal keys, some of whom leave, against sixteen sequences: exits 0 only when nothing wore out.") { Minutes, Clients, Runtime };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var plan = new SoakPlan { Duration = TimeSpan.FromMinutes(arguments.GetValue(Minutes)), Clients = arguments.GetValue(Clients) };
        var sheet = new FigureSheet("soak");
        var model = BenchmarkModel.Featherweight.Write(Places.Models);
        await new SoakBenchmark(plan, sheet).RunAsync(model, arguments.GetValue(Runtime) ?? Places.BuiltRuntime, cancellationToken);
        var file = sheet.Write(Places.Artifacts, new JsonObject { ["minutes"] = plan.Duration.TotalMinutes, ["clients"] = plan.Clients });
        FigureSheet.Say($"{(sheet.AllReached ? "every goal reached" : "some goals were missed")}; written to {file}");
        return sheet.AllReached ? 0 : 1;
    }
}
