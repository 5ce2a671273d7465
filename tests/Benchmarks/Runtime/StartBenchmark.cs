using InferOps.Benchmarks.Figures;

namespace InferOps.Benchmarks.Runtime;

/// <summary>From the start of the process to ready, against the library loading the same model and generating two tokens.</summary>
internal sealed class StartBenchmark(Stage stage)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var setup = stage.Setup(8, 1024);
        var rounds = new List<double>();
        for (var round = 0; round < stage.Rounds; round++)
        {
            double load, start;
            await using (var raw = await Stage.StartRawAsync(setup)) load = raw.LoadSeconds;
            await using (var ours = await stage.StartColdAsync(setup, cancellationToken)) start = ours.StartToReady.TotalSeconds;
            FigureSheet.Say($"  start to ready {start:0.00} s, raw load {load:0.00} s");
            rounds.Add(start - load);
        }

        stage.Sheet.Add(new Figure("start-to-ready-beyond-raw-load", rounds, "s", Goal.AtMostOf(1)));
    }
}
