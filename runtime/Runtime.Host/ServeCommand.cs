using System.Collections;
using System.CommandLine;
using System.Net;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Host.Flags;
using InferOps.Runtime.Host.Llama;
using InferOps.Runtime.Host.Pull.Cache;
using InferOps.Runtime.Server;

namespace InferOps.Runtime.Host;

/// <summary><c>serve</c>: one model behind the OpenAI-compatible API until SIGTERM.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> ServedName = new(RuntimeArguments.ServedName) { Description = "The model name clients ask for; the file's name without one." };
    private static readonly Option<IPAddress> Host = new(RuntimeArguments.Host)
    {
        Description = "Address to listen on.", DefaultValueFactory = _ => IPAddress.Any, CustomParser = result => ParseAddress(result),
    };
    private static readonly Option<int> Port = Bounds.AtLeast<int>(0, new(RuntimeArguments.Port) { Description = "TCP port; 0: any free one.", DefaultValueFactory = _ => RuntimeEndpoints.Port });
    private static readonly Option<int> MaxQueued = Bounds.AtLeast<int>(0, new(RuntimeArguments.MaxQueued) { Description = "Requests that may wait; more are answered with 429.", DefaultValueFactory = _ => new EngineOptions().MaxQueued });
    private static readonly Option<int?> InterTokenObjective = Bounds.AtLeast<int?>(1, new(RuntimeArguments.InterTokenObjective) { Description = "Most milliseconds between two tokens of a stream while prompts are read: chooses how much of a prompt a step reads. 256 tokens without it." });
    private static readonly Option<int> DrainTimeout = Bounds.AtLeast<int>(0, new(RuntimeArguments.DrainTimeout) { Description = "Seconds that running generations get after SIGTERM.", DefaultValueFactory = _ => 60 });
    private static readonly Option<int> StepTimeout = Bounds.AtLeast<int>(1, new(RuntimeArguments.StepTimeout) { Description = "Seconds after which a step of the engine counts as hung, and the replica ends.", DefaultValueFactory = _ => 120 });
    private static readonly Option<string?> ApiKeysFile = new(RuntimeArguments.ApiKeysFile) { Description = "One per line: KEY [name=team-a] [rpm=60] [tpm=100000] [concurrent=8] [priority=5]; without it everybody may ask." };

    public static Command Build()
    {
        var command = new Command(RuntimeArguments.Serve, "Serve a model.")
        {
            ServedName, Host, Port, MaxQueued, InterTokenObjective, DrainTimeout, StepTimeout, ApiKeysFile,
        };
        foreach (var flag in ModelFlags.All) command.Options.Add(flag);
        SpeculationFlags.AddTo(command);
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var model = SpeculationFlags.Add(ModelFlags.Read(arguments), arguments);
        var servedName = arguments.GetValue(ServedName) ?? Path.GetFileNameWithoutExtension(model.ModelFile);
        if (model.Adapters.Any(adapter => adapter.Name == servedName))
        {
            await Console.Error.WriteLineAsync($"{RuntimeArguments.Adapter}: '{servedName}' is the model's own name already; see {RuntimeArguments.ServedName}");
            return RuntimeExitCodes.StartFailed;
        }

        var server = new RuntimeServerOptions
        {
            ServedName = servedName,
            Host = arguments.GetRequiredValue(Host),
            Port = arguments.GetValue(Port),
            Engine = new EngineOptions
            {
                MaxQueued = arguments.GetValue(MaxQueued),
                Speculation = SpeculationFlags.Read(arguments),
                InterTokenObjective = arguments.GetValue(InterTokenObjective) is { } objective ? TimeSpan.FromMilliseconds(objective) : null,
            },
            DrainTimeout = TimeSpan.FromSeconds(arguments.GetValue(DrainTimeout)),
            StepTimeout = TimeSpan.FromSeconds(arguments.GetValue(StepTimeout)),
            ApiKeysFile = arguments.GetValue(ApiKeysFile),
            OpenTelemetry = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .Where(variable => ((string)variable.Key).StartsWith("OTEL_", StringComparison.Ordinal))
                .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value),
        };
        using var cached = new CachedFiles([model.ModelFile, .. model.DraftModelFile is { } draft ? new[] { draft } : [], .. model.Adapters.Select(adapter => adapter.Path)], TimeProvider.System);
        return await RuntimeServer.RunAsync(server, new LlamaLoader(model, new LlamaLog(Console.Error)).LoadAsync, cancellationToken);
    }

    private static IPAddress ParseAddress(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (IPAddress.TryParse(result.Tokens[0].Value, out var address)) return address;
        result.AddError($"{result.Tokens[0].Value} is not an IP address");
        return IPAddress.None;
    }
}
