using System.Text.Json.Nodes;
using InferOps.Benchmarks.Figures;
using InferOps.Benchmarks.Peers;
using InferOps.Benchmarks.Raw;
using InferOps.Runtime.Bench.Arrivals;
using InferOps.Runtime.Bench.Load;

namespace InferOps.Benchmarks.Runtime;

/// <summary>Output tokens per second of 1, 4, 16 and 32 clients that each ask again as soon as they are answered, against the peer and against the ceiling.</summary>
internal sealed class ThroughputBenchmark(Stage stage)
{
    private const int PromptTokens = 128;
    private const int OutputTokens = 64;
    private const string Ours = "ours";
    private const string Peer = "llama-server";
    private const string Ceiling = "ceiling";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var setup = stage.Setup(stage.Clients.Max(), 256);
        await using var ours = await stage.StartOursAsync(setup, cancellationToken);
        await using var peer = await stage.StartPeerAsync(setup, cancellationToken);
        await using var raw = await Stage.StartRawAsync(setup);
        foreach (var clients in stage.Clients) await MeasureAsync(clients, ours, peer, raw, cancellationToken);
    }

    private async Task MeasureAsync(int clients, ServerProcess ours, ServerProcess? peer, RawProcess raw, CancellationToken cancellationToken)
    {
        var requests = stage.Quick ? clients : Math.Max(6, 2 * clients);
        var rounds = new List<IReadOnlyDictionary<string, double>>();
        for (var round = 0; round < stage.Rounds; round++)
        {
            var plan = Plan(clients, requests, seed: 1000 * clients + round);
            List<(string, Func<Task<double>>)> contestants =
            [
                (Ours, () => LoadAsync(Ours, clients, ours, plan, cancellationToken)),
                (Ceiling, () => RawAsync(raw, clients, requests / clients)),
            ];
            if (peer is not null) contestants.Add((Peer, () => LoadAsync(Peer, clients, peer, plan, cancellationToken)));
            rounds.Add(await Turns.PlayAsync(round, [.. contestants]));
            FigureSheet.Say($"  {clients} clients, round {round + 1}: {string.Join(", ", rounds[^1].OrderBy(result => result.Key).Select(result => $"{result.Key} {result.Value:0.0} tok/s"))}");
        }

        if (peer is not null) Compare($"output-vs-llama-server-{clients}", rounds, Peer, 1.0);
        Compare($"output-vs-ceiling-{clients}", rounds, Ceiling, 0.95);
    }

    private void Compare(string name, List<IReadOnlyDictionary<string, double>> rounds, string other, double goal) =>
        stage.Sheet.Add(new Figure(name, [.. rounds.Select(round => round[Ours] / round[other])], "x", Goal.AtLeastOf(goal)));

    private async Task<double> LoadAsync(string who, int clients, ServerProcess server, LoadPlan plan, CancellationToken cancellationToken) =>
        (await stage.LoadAsync($"throughput {who} {clients}", server, plan, cancellationToken)).OutputTokensPerSecond;

    /// <summary>As often as clients ask, because requests of a closed loop come in waves, too.</summary>
    private async Task<double> RawAsync(RawProcess raw, int clients, int times)
    {
        var (tokens, seconds) = (0, 0d);
        for (var i = 0; i < times; i++)
        {
            var result = await raw.MeasureAsync(new RawWork(clients, PromptTokens, OutputTokens));
            (tokens, seconds) = (tokens + result.Tokens, seconds + result.Seconds);
        }

        stage.Sheet.Keep($"throughput {Ceiling} {clients}", new JsonObject { ["outputTokensPerSecond"] = tokens / seconds });
        return tokens / seconds;
    }

    private static LoadPlan Plan(int clients, int requests, int seed) => new()
    {
        Endpoint = new Uri("http://127.0.0.1"), Arrival = new Arrival.Closed(clients), Requests = requests, Mix = Stage.Mix(PromptTokens, OutputTokens, seed),
    };
}
