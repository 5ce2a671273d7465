using Microsoft.Extensions.Logging;

namespace InferOps.Runtime.Server.Telemetry;

/// <summary>Everything the server logs.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "listening on {address}; loading the model")]
    public static partial void Listening(ILogger logger, Uri address);

    [LoggerMessage(2, LogLevel.Information, "ready to serve {model}: {sequences} sequences, {cells} KV cells, loaded in {seconds:F1} s")]
    public static partial void Ready(ILogger logger, string model, int sequences, int cells, double seconds);

    [LoggerMessage(3, LogLevel.Critical, "the replica could not start: {problem}")]
    public static partial void StartFailed(ILogger logger, string problem, Exception? error);

    [LoggerMessage(4, LogLevel.Critical, "the engine failed")]
    public static partial void EngineFault(ILogger logger, Exception error);

    [LoggerMessage(5, LogLevel.Information, "draining: not ready, {running} running, {waiting} waiting")]
    public static partial void Draining(ILogger logger, int running, int waiting);

    [LoggerMessage(6, LogLevel.Warning, "the drain took longer than {timeout}: the generations that are left end with an error")]
    public static partial void DrainTimedOut(ILogger logger, TimeSpan timeout);

    [LoggerMessage(7, LogLevel.Information, "stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(8, LogLevel.Error, "a request failed in an unforeseen way")]
    public static partial void Unexpected(ILogger logger, Exception error);

    [LoggerMessage(9, LogLevel.Warning, "{file} could not be read again ({problem}); the API keys read before stay valid")]
    public static partial void KeysUnreadable(ILogger logger, string file, string problem);

    [LoggerMessage(10, LogLevel.Information, "stop requested while loading")]
    public static partial void StoppedWhileLoading(ILogger logger);

    [LoggerMessage(11, LogLevel.Information, "loading the model: {percent} %")]
    public static partial void Loading(ILogger logger, int percent);

    [LoggerMessage(12, LogLevel.Warning, "the engine did not stop when asked: its thread is left behind")]
    public static partial void EngineLeft(ILogger logger);

    [LoggerMessage(20, LogLevel.Warning, "chat with this model will not work as it should: {problem}; /v1/completions is served")]
    public static partial void CannotChat(ILogger logger, string problem);
}
