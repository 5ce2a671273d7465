using InferOps.Runtime.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace InferOps.Runtime.Server.Lifecycle;

/// <summary>Tells probes how far the load is, and the log at every tenth.</summary>
internal sealed class LoadProgress(Replica replica, ILogger logger) : IProgress<float>
{
    private int _tenths;

    public void Report(float value)
    {
        replica.Progress = Math.Clamp(value, 0, 1);
        var tenths = (int)(replica.Progress * 10);
        var before = Volatile.Read(ref _tenths);
        if (tenths > before && Interlocked.CompareExchange(ref _tenths, tenths, before) == before) ServerLog.Loading(logger, tenths * 10);
    }
}
