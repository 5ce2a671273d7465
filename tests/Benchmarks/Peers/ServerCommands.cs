using InferOps.Runtime.Contract;

namespace InferOps.Benchmarks.Peers;

/// <summary>The servers, with their defaults but for what all peers of a measurement have in common.</summary>
internal static class ServerCommands
{
    /// <param name="setup">What all peers have in common.</param>
    /// <param name="assembly">The runtime to measure.</param>
    /// <param name="extra">Further arguments, to try them out.</param>
    public static ServerCommand Ours(Setup setup, string assembly, params string[] extra) => new(
        "inferops-runtime",
        "dotnet",
        port =>
        [
            assembly, RuntimeArguments.Serve, RuntimeArguments.Model, setup.ModelFile, RuntimeArguments.ServedName, Setup.ServedName,
            RuntimeArguments.Host, "127.0.0.1", RuntimeArguments.Port, $"{port}", RuntimeArguments.Threads, $"{setup.Threads}",
            RuntimeArguments.ContextTokens, $"{setup.ContextTokens}", RuntimeArguments.ParallelSequences, $"{setup.Sequences}", .. extra,
        ],
        RuntimeEndpoints.Ready);

    public static ServerCommand LlamaServer(Setup setup, string program) => new(
        "llama-server",
        program,
        port =>
        [
            "--model", setup.ModelFile, "--alias", Setup.ServedName, "--host", "127.0.0.1", "--port", $"{port}", "--threads", $"{setup.Threads}",
            "--ctx-size", $"{setup.ContextTokens}", "--parallel", $"{setup.Sequences}",
        ],
        "/health");
}
