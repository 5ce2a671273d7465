using InferOps.Benchmarks.Figures;
using InferOps.Benchmarks.Models;
using InferOps.Benchmarks.Peers;
using InferOps.Benchmarks.Raw;
using InferOps.Runtime.Bench.Arrivals;
using InferOps.Runtime.Bench.Load;
using InferOps.Runtime.Bench.Requests;
using InferOps.Runtime.Bench.Results;
using RuntimeFlags = InferOps.Runtime.Contract.RuntimeArguments;

namespace InferOps.Benchmarks.Runtime;

/// <summary>Where the measurements are played: the peers, the models, and the sheet that takes the figures.</summary>
internal sealed record Stage
{
    public required FigureSheet Sheet { get; init; }

    public required string ModelsFolder { get; init; }

    public required BenchmarkModel Model { get; init; }

    /// <summary>Path of the runtime's assembly.</summary>
    public required string Runtime { get; init; }

    /// <summary>Cells of their own for each sequence, as the peer has with a fixed number of sequences; or shared.</summary>
    public string Cells { get; init; } = "separate";

    /// <summary>Further arguments for it, to try them out.</summary>
    public string[] RuntimeArguments { get; init; } = [];

    /// <summary>Path of a llama-server; null where none is at hand.</summary>
    public string? LlamaServer { get; init; }

    public int Threads { get; init; } = Environment.ProcessorCount;

    public int Rounds { get; init; } = 3;

    /// <summary>How many clients ask at once where throughput is measured.</summary>
    public required IReadOnlyList<int> Clients { get; init; }

    /// <summary>A tenth of the work, for a first look.</summary>
    public bool Quick { get; init; }

    private TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 3 : 10);

    public string ModelFile => Model.Write(ModelsFolder);

    public Setup Setup(int sequences, int tokensPerSequence) => new(ModelFile, sequences, sequences * tokensPerSequence, Threads);

    /// <summary>Ours, just started.</summary>
    public Task<ServerProcess> StartColdAsync(Setup setup, CancellationToken cancellationToken) =>
        ServerProcess.StartAsync(ServerCommands.Ours(setup, Runtime, [RuntimeFlags.KvCells, Cells, .. RuntimeArguments]), cancellationToken);

    /// <summary>Ours, warm.</summary>
    public async Task<ServerProcess> StartOursAsync(Setup setup, CancellationToken cancellationToken) => await WarmAsync(await StartColdAsync(setup, cancellationToken), cancellationToken);

    /// <summary>The peer, warm; null where none is at hand.</summary>
    public async Task<ServerProcess?> StartPeerAsync(Setup setup, CancellationToken cancellationToken) => LlamaServer is null
        ? null
        : await WarmAsync(await ServerProcess.StartAsync(ServerCommands.LlamaServer(setup, LlamaServer), cancellationToken), cancellationToken);

    public static Task<RawProcess> StartRawAsync(Setup setup) => RawProcess.StartAsync(new RawOptions(setup.ModelFile, setup.Sequences, setup.ContextTokens, setup.Threads));

    /// <summary>Plays a load that must be answered in full, and keeps what it measured.</summary>
    public async Task<LoadReport> LoadAsync(string what, ServerProcess server, LoadPlan plan, CancellationToken cancellationToken)
    {
        var report = (await LoadRunner.RunAsync(plan with { Endpoint = server.Address, NewConnections = true }, TimeProvider.System, cancellationToken)).Complete();
        Sheet.Keep(what, ReportJson.Write(report));
        return report;
    }

    /// <summary>Asks until just-in-time compilers, this process's too, have done their work: a server runs for weeks, a measurement for seconds.</summary>
    private async Task<ServerProcess> WarmAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        var plan = new LoadPlan
        {
            Endpoint = server.Address, Arrival = new Arrival.Closed(2), Duration = WarmUp, NewConnections = true, Mix = Mix(32, 32, seed: 999),
        };
        (await LoadRunner.RunAsync(plan, TimeProvider.System, cancellationToken)).Complete();
        return server;
    }

    /// <summary>Token numbers as prompts, so that lengths are exact; the same seed asks the same.</summary>
    public static RequestMix Mix(int promptTokens, int outputTokens, int seed) => new()
    {
        Model = Peers.Setup.ServedName, Form = PromptForm.Tokens, PromptTokens = promptTokens, OutputTokens = outputTokens, Seed = seed,
    };
}
