using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Server.Lifecycle;
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
            await using var engine = await LoadAsync(load, stop);
            return await ServeAsync(engine, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ServerLog.StoppedWhileLoading(_logger);
            return RuntimeExitCodes.Stopped;
        }
        catch (Exception error)
        {
            ServerLog.StartFailed(_logger, error);
            return RuntimeExitCodes.StartFailed;
        }
        finally
        {
            using var patience = new CancellationTokenSource(ConnectionsEnd);
            await _app.StopAsync(patience.Token);
            ServerLog.Stopped(_logger);
        }
    }

    private async Task ListenAsync()
    {
        await _app.StartAsync(CancellationToken.None);
        var address = new Uri(_app.Urls.First());
        ServerLog.Listening(_logger, address);
        _options.Listening?.Invoke(address);
    }

    private async Task<InferenceEngine> LoadAsync(ModelLoader load, CancellationToken stop)
    {
        var startedAt = _options.Time.GetTimestamp();
        var loaded = await load(new LoadProgress(_replica), stop);
        var model = loaded.Model.Description;
        var engine = new InferenceEngine(loaded, _options.Engine, _instruments, _options.Time);
        try
        {
            await engine.StartAsync();
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }

        var loadTime = _options.Time.GetElapsedTime(startedAt);
        _instruments.Observe(engine, model, loadTime);
        _replica.Serve(new ServingModel(engine, model, loaded.Tokenizer, new RequestValidator(RequestLimits.Of(model, _options.DefaultMaxTokens))));
        ServerLog.Ready(_logger, _options.ServedName, model.MaxSequences, model.ContextTokens, loadTime.TotalSeconds);
        return engine;
    }

    private async Task<int> ServeAsync(InferenceEngine engine, CancellationToken stop)
    {
        await Task.WhenAny(engine.Completion, Task.Delay(Timeout.Infinite, stop));
        if (engine.Completion.IsFaulted) return Faulted(engine.Completion.Exception.InnerException!);

        try
        {
            var drained = Task.WhenAny(_replica.DrainAsync(), engine.Completion);
            await drained.WaitAsync(_options.ListenerGrace + _options.DrainTimeout, _options.Time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            ServerLog.DrainTimedOut(_logger, _options.DrainTimeout);
            await engine.DisposeAsync();
        }

        return engine.Completion.IsFaulted ? Faulted(engine.Completion.Exception.InnerException!) : RuntimeExitCodes.Stopped;
    }

    private int Faulted(Exception fault)
    {
        _replica.Fail();
        ServerLog.EngineFault(_logger, fault);
        return RuntimeExitCodes.EngineFault;
    }

    private sealed class LoadProgress(Replica replica) : IProgress<float>
    {
        public void Report(float value) => replica.Progress = Math.Clamp(value, 0, 1);
    }
}
