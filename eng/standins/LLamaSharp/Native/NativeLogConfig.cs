using Microsoft.Extensions.Logging;

namespace LLama.Native;

/// <summary>Where the lines go that llama.cpp logs.</summary>
public static class NativeLogConfig
{
    /// <summary>Receives one piece of log text; a level of <see cref="LLamaLogLevel.Continue"/> continues the line before.</summary>
    public delegate void LLamaLogCallback(LLamaLogLevel level, string message);

    public static void llama_log_set(LLamaLogCallback? logCallback) => NativeLog.Set(logCallback);

    public static void llama_log_set(ILogger? logger) => NativeLog.Set(logger is null ? null : (level, message) => Write(logger, level, message));

    private static void Write(ILogger logger, LLamaLogLevel level, string message)
    {
        var severity = level switch
        {
            LLamaLogLevel.Error => LogLevel.Error,
            LLamaLogLevel.Warning => LogLevel.Warning,
            LLamaLogLevel.Info => LogLevel.Information,
            _ => LogLevel.Debug,
        };
#pragma warning disable CA1848, CA2254 // The text is llama.cpp's own.
        logger.Log(severity, "{Message}", message.TrimEnd('\n'));
#pragma warning restore CA1848, CA2254
    }
}
