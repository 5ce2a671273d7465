using InferOps.Benchmarks.Figures;
using InferOps.Benchmarks.Peers;
using InferOps.Runtime.Bench.Arrivals;
using InferOps.Runtime.Bench.Load;
using InferOps.Runtime.Contract;

namespace InferOps.Benchmarks.Runtime;

/// <summary>The runtime as it comes against itself without speculation: for texts that cannot be foretold, and for greedy ones, which tend to repeat themselves.</summary>
internal sealed class SpeculationBenchmark(Stage stage)
{
    private const int PromptTokens = 32;
    private const int OutputTokens = 192;
    private const string With = "with speculation";
    private const string Without = "without";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var setup = stage.Setup(8, 256);
        await using var with = await stage.StartOursAsync(setup, cancellationToken);
        await using var without = await (stage with { RuntimeArguments = [.. stage.RuntimeArguments, RuntimeArguments.Speculation, "off"] }).StartOursAsync(setup, cancellationToken);
        foreach (var clients in new[] { 1, 8 })
        {
            await MeasureAsync($"speculation-random-text-{clients}", clients, temperature: 1, (with, without), cancellationToken);
            await MeasureAsync($"speculation-greedy-text-{clients}", clients, temperature: 0, (with, without), cancellationToken);
        }
    }

    private async Task MeasureAsync(string figure, int clients, double temperature, (ServerProcess With, ServerProcess Without) servers, CancellationToken cancellationToken)
    {
        var ratios = new List<double>();
        for (var round = 0; round < stage.Rounds; round++)
        {
            var plan = Plan(clients, temperature, seed: 6000 + (100 * clients) + round);
            var results = await Turns.PlayAsync(
                round,
                (With, () => LoadAsync($"{figure} {With}", servers.With, plan, cancellationToken)),
                (Without, () => LoadAsync($"{figure} {Without}", servers.Without, plan, cancellationToken)));
            FigureSheet.Say($"  {figure}, round {round + 1}: {With} {results[With]:0.0}, {Without} {results[Without]:0.0} tok/s");
            ratios.Add(results[With] / results[Without]);
        }

        stage.Sheet.Add(new Figure(figure, ratios, "x", Goal.AtLeastOf(0.95)));
    }

    private async Task<double> LoadAsync(string what, ServerProcess server, LoadPlan plan, CancellationToken cancellationToken) =>
        (await stage.LoadAsync(what, server, plan, cancellationToken)).OutputTokensPerSecond;

    private LoadPlan Plan(int clients, double temperature, int seed) => new()
    {
        Endpoint = new Uri("http://127.0.0.1"), Arrival = new Arrival.Closed(clients), Requests = (stage.Quick ? 2 : 4) * clients,
        Mix = Stage.Mix(PromptTokens, OutputTokens, seed) with { Temperature = temperature },
    };
}
