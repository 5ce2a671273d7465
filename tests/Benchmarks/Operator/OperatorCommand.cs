using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using InferOps.Benchmarks.Figures;

namespace InferOps.Benchmarks.Operator;

/// <summary><c>operator</c>: what 100, 1,000 and 10,000 services on twelve pools cost the operator, on one core.</summary>
internal static class OperatorCommand
{
    private static readonly int[] Sizes = [100, 1_000, 10_000];
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How often everything is measured. Default 3.", DefaultValueFactory = _ => 3 };

    public static Command Build()
    {
        var command = new Command("operator", "Measure the operator's decisions over large fleets, on one core.") { Rounds };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetValue(Rounds), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows()) Process.GetCurrentProcess().ProcessorAffinity = 1;
        var sheet = new FigureSheet("bench-operator");
        // Compilers have their turn before anything counts.
        for (var warm = 0; warm < 3; warm++) await FleetRun.MeasureAsync(Sizes[1], cancellationToken);
        var measured = new List<FleetCost[]>();
        for (var round = 0; round < rounds; round++)
        {
            var row = new FleetCost[Sizes.Length];
            for (var size = 0; size < Sizes.Length; size++)
            {
                row[size] = await FleetRun.MeasureAsync(Sizes[size], cancellationToken);
                FigureSheet.Say(FormattableString.Invariant($"{row[size].Services,6} services: scaling {row[size].Scaling:0.000} s, placement {row[size].Placement:0.000} s, unchanged reconcile {row[size].Reconcile:0.000} s, {row[size].KibibytesPerService:0.0} KiB a service, {row[size].Queries} queries"));
            }
            measured.Add(row);
        }

        IReadOnlyList<double> Each(Func<FleetCost[], double> value) => [.. measured.Select(value)];
        sheet.Add(new("operator.decide_10000x12", Each(row => row[2].Decision), "s", Goal.AtMostOf(1)));
        sheet.Add(new("operator.growth_100_to_1000", Each(row => PerService(row[1]) / PerService(row[0])), "x", Goal.AtMostOf(2)));
        sheet.Add(new("operator.growth_1000_to_10000", Each(row => PerService(row[2]) / PerService(row[1])), "x", Goal.AtMostOf(2)));
        sheet.Add(new("operator.reconcile_unchanged", Each(row => row[2].Reconcile / row[2].Services * 1000), "ms", Goal.AtMostOf(2)));
        sheet.Add(new("operator.memory_per_service", Each(row => row[2].KibibytesPerService), "KiB", Goal.AtMostOf(128)));
        sheet.Add(new("operator.queries_10000_versus_100", Each(row => row[2].Queries / (double)row[0].Queries), "x", Goal.AtMostOf(1)));
        FigureSheet.Say(sheet.Write(Places.Artifacts, new JsonObject { ["pools"] = SyntheticFleet.PoolCount, ["cores"] = 1 }));
        return 0;
    }

    private static double PerService(FleetCost cost) => cost.Decision / cost.Services;
}
