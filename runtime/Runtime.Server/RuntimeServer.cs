using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Server.Chat;
using InferOps.Runtime.Server.Chat.Templates;
using InferOps.Runtime.Server.Embedding;
using InferOps.Runtime.Server.Lifecycle;
using InferOps.Runtime.Server.Security;
using InferOps.Runtime.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InferOps.Runtime.Server;

/// <summary>Loads a model: reports progress from 0 to 1; throws when it cannot, and the replica exits with <see cref="RuntimeExitCodes.StartFailed"/>.</summary>
public delegate Task<LoadedModel> ModelLoader(IProgress<float> progress, CancellationToken cancellation);

/// <summary>A replica from start to stop: listen, load, warm up, serve, drain.</summary>
public sealed class RuntimeServer
{
    // Long enough to write the last events to clients that read them.
    private static readonly TimeSpan ConnectionsEnd = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly RuntimeServerOptions _options;
    private readonly WebApplication _app;
    private readonly Replica _replica;
    private readonly RuntimeInstruments _instruments;
    private readonly ILogger<RuntimeServer> _logger;

    private RuntimeServer(RuntimeServerOptions options, WebApplication app)
    {
        (_options, _app) = (options, app);
        _replica = app.Services.GetRequiredService<Replica>();
        _instruments = app.Services.GetRequiredService<RuntimeInstruments>();
        _logger = app.Services.GetRequiredService<ILogger<RuntimeServer>>();
    }

    /// <summary>Serves until SIGTERM, SIGINT or <paramref name="cancellation"/>, then drains.</summary>
    /// <returns>One of <see cref="RuntimeExitCodes"/>, for the process.</returns>
    public static async Task<int> RunAsync(RuntimeServerOptions options, ModelLoader load, CancellationToken cancellation)
    {
        using var signals = new StopSignals(cancellation);
        await using var app = RuntimeApplication.Build(options);
        return await new RuntimeServer(options, app).RunAsync(load, signals.Requested);
    }

    private async Task<int> RunAsync(ModelLoader load, CancellationToken stop)
    {
        try
        {
            await ListenAsync();
            return await RunAsync(await LoadAsync(load, stop), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ServerLog.StoppedWhileLoading(_logger);
            return RuntimeExitCodes.Stopped;
        }
        catch (Exception error)
        {
            // What a user can mend is said in one line; a stack would bury it.
            var isForeseen = error is IOException or InvalidDataException or UnauthorizedAccessException;
            ServerLog.StartFailed(_logger, error.Message, isForeseen ? null : error);
            return RuntimeExitCodes.StartFailed;
        }
        finally
        {
            using var patience = new CancellationTokenSource(ConnectionsEnd);
            await _app.StopAsync(patience.Token);
            Tracing.Flush(_app.Services);
            ServerLog.Stopped(_logger);
        }
    }

    private async Task ListenAsync()
    {
        // A file of keys that cannot be read ends the start here and not within the host, which would tell it twice.
        _ = _app.Services.GetService<ApiKeys>();
        await _app.StartAsync(CancellationToken.None);
        var address = new Uri(_app.Urls.First());
        ServerLog.Listening(_logger, address);
        _options.Listening?.Invoke(address);
    }

    private async Task<LoadedModel> LoadAsync(ModelLoader load, CancellationToken stop)
    {
        _ = Task.Run(ScriptEngine.WarmUp, CancellationToken.None);
        var loading = Task.Run(() => load(new LoadProgress(_replica, _logger), stop), CancellationToken.None);
        try
        {
            return await loading.WaitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // A loader that heeds the signal frees what it has; one that hangs in native code is left behind, and the process goes.
            await Task.WhenAny(loading, Task.Delay(StopPatience, _options.Time, CancellationToken.None));
            throw;
        }
    }

    private async Task<int> RunAsync(LoadedModel loaded, CancellationToken stop)
    {
        var chat = Task.Run(() => new ChatModel(loaded.Model.Description, loaded.Tokenizer, _options.Time), CancellationToken.None);
        var engine = new InferenceEngine(loaded, _options.Engine, _instruments, _options.Time);
        await using var watchdog = new Watchdog(engine, _options.StepTimeout, _options.Time);
        try
        {
            await engine.StartAsync().WaitAsync(stop);
            Serve(engine, loaded, await chat);
            await UntilStoppedAsync(engine, stop);
        }
        catch (EngineFaultException)
        {
            // The warm-up failed: the exit code says so below.
        }
        finally
        {
            await EndAsync(engine);
        }

        return ExitCode(engine, watchdog);
    }

    private void Serve(InferenceEngine engine, LoadedModel loaded, ChatModel chat)
    {
        if (chat.Problem is { } problem) ServerLog.CannotChat(_logger, problem);
        var model = loaded.Model.Description;
        _instruments.Observe(engine, model, _replica.Age, _options.Time.GetUtcNow());
        var validator = new RequestValidator(RequestLimits.Of(model, _options.DefaultMaxTokens));
        _replica.Serve(new ServingModel(engine, model, loaded.Tokenizer, chat, validator) { Embedding = ServedEmbedding.Of(loaded), Grammars = loaded.Grammars });
        ServerLog.Ready(_logger, _options.ServedName, model.MaxSequences, model.ContextTokens, _replica.Age.TotalSeconds);
    }

    /// <summary>Returns when the drain is over, or the engine has ended by itself.</summary>
    private async Task UntilStoppedAsync(InferenceEngine engine, CancellationToken stop)
    {
        await Task.WhenAny(engine.Completion, Task.Delay(Timeout.Infinite, stop));
        if (engine.Completion.IsCompleted) return;
        try
        {
            var drained = Task.WhenAny(_replica.DrainAsync(), engine.Completion);
            await drained.WaitAsync(_options.ListenerGrace + _options.DrainTimeout, _options.Time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            ServerLog.DrainTimedOut(_logger, _options.DrainTimeout);
        }
    }

    /// <summary>Fails what is left and frees the model. A step in progress is worth waiting for; a native call that hangs is not.</summary>
    private async Task EndAsync(InferenceEngine engine)
    {
        try
        {
            await engine.DisposeAsync().AsTask().WaitAsync(StopPatience, _options.Time);
        }
        catch (TimeoutException)
        {
            ServerLog.EngineLeft(_logger);
            engine.Abandon(null);
        }
    }

    private int ExitCode(InferenceEngine engine, Watchdog watchdog)
    {
        if (engine.Completion.Exception?.InnerException is not { } fault) return RuntimeExitCodes.Stopped;
        _replica.Fail();
        _instruments.Faulted();
        if (engine.IsWarm) ServerLog.EngineFault(_logger, fault);
        else ServerLog.StartFailed(_logger, fault.Message, fault);
        if (watchdog.HasBitten) return RuntimeExitCodes.EngineStuck;
        return engine.IsWarm ? RuntimeExitCodes.EngineFault : RuntimeExitCodes.StartFailed;
    }
}
