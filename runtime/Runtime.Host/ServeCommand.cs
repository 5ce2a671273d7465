using System.CommandLine;
using System.Net;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Host.Llama;
using InferOps.Runtime.Server;

namespace InferOps.Runtime.Host;

/// <summary><c>serve</c>: one model behind the OpenAI-compatible API until SIGTERM.</summary>
internal static class ServeCommand
{
    private static readonly Option<string> Model = new(RuntimeArguments.Model) { Description = "The model file (GGUF).", Required = true };
    private static readonly Option<string?> ServedName = new(RuntimeArguments.ServedName) { Description = "The model name clients ask for; the file's name without one." };
    private static readonly Option<int?> ContextTokens = AtLeast<int?>(1, new(RuntimeArguments.ContextTokens) { Description = "KV cells of the whole replica, shared by its sequences." });
    private static readonly Option<int> ParallelSequences = AtLeast<int>(1, new(RuntimeArguments.ParallelSequences) { Description = "Sequences that run at once.", DefaultValueFactory = _ => 8 });
    private static readonly Option<IPAddress> Host = new(RuntimeArguments.Host)
    {
        Description = "Address to listen on.", DefaultValueFactory = _ => IPAddress.Any, CustomParser = result => ParseAddress(result),
    };
    private static readonly Option<int> Port = AtLeast<int>(0, new(RuntimeArguments.Port) { Description = "TCP port; 0: any free one.", DefaultValueFactory = _ => RuntimeEndpoints.Port });
    private static readonly Option<int> GpuLayers = AtLeast<int>(-1, new(RuntimeArguments.GpuLayers) { Description = "Layers in GPU memory; -1: all.", DefaultValueFactory = _ => -1 });
    private static readonly Option<int> Threads = AtLeast<int>(1, new(RuntimeArguments.Threads) { Description = "Compute threads.", DefaultValueFactory = _ => Environment.ProcessorCount });
    private static readonly Option<int> MaxQueued = AtLeast<int>(0, new(RuntimeArguments.MaxQueued) { Description = "Requests that may wait; more are answered with 429.", DefaultValueFactory = _ => new EngineOptions().MaxQueued });
    private static readonly Option<int> DrainTimeout = AtLeast<int>(0, new(RuntimeArguments.DrainTimeout) { Description = "Seconds that running generations get after SIGTERM.", DefaultValueFactory = _ => 60 });
    private static readonly Option<string?> ApiKeysFile = new(RuntimeArguments.ApiKeysFile) { Description = "One API key per line; without it everybody may ask." };

    public static Command Build()
    {
        var command = new Command(RuntimeArguments.Serve, "Serve a model.")
        {
            Model, ServedName, ContextTokens, ParallelSequences, Host, Port, GpuLayers, Threads, MaxQueued, DrainTimeout, ApiKeysFile,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments, cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var model = new LlamaOptions
        {
            ModelFile = Path.GetFullPath(arguments.GetRequiredValue(Model)),
            ContextTokens = arguments.GetValue(ContextTokens),
            ParallelSequences = arguments.GetValue(ParallelSequences),
            GpuLayers = arguments.GetValue(GpuLayers),
            Threads = arguments.GetValue(Threads),
        };
        var server = new RuntimeServerOptions
        {
            ServedName = arguments.GetValue(ServedName) ?? Path.GetFileNameWithoutExtension(model.ModelFile),
            Host = arguments.GetRequiredValue(Host),
            Port = arguments.GetValue(Port),
            Engine = new EngineOptions { MaxQueued = arguments.GetValue(MaxQueued) },
            DrainTimeout = TimeSpan.FromSeconds(arguments.GetValue(DrainTimeout)),
            ApiKeysFile = arguments.GetValue(ApiKeysFile),
        };
        return RuntimeServer.RunAsync(server, new LlamaLoader(model, new LlamaLog(Console.Error)).LoadAsync, cancellationToken);
    }

    private static Option<T> AtLeast<T>(int least, Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && value < least) result.AddError($"{option.Name} must be at least {least}");
        });
        return option;
    }

    private static IPAddress ParseAddress(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (IPAddress.TryParse(result.Tokens[0].Value, out var address)) return address;
        result.AddError($"{result.Tokens[0].Value} is not an IP address");
        return IPAddress.None;
    }
}
