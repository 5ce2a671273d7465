using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>What llama.cpp logs: warnings and errors are printed, and the last error explains a failure that the API only numbers.</summary>
internal sealed class LlamaLog(TextWriter output)
{
    private volatile string _lastError = "";

    public string LastError => _lastError;

    /// <summary>Called by llama.cpp on whatever thread it is on.</summary>
    public void Receive(LLamaLogLevel level, string message)
    {
        if (level is not (LLamaLogLevel.Warning or LLamaLogLevel.Error)) return;
        var line = message.TrimEnd('\n');
        if (level == LLamaLogLevel.Error) _lastError = line;
        output.WriteLine($"llama.cpp {(level == LLamaLogLevel.Error ? "error" : "warning")}: {line}");
    }
}
