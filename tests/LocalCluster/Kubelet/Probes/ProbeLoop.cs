using InferOps.LocalCluster.Kubelet.Launch;

namespace InferOps.LocalCluster.Kubelet.Probes;

/// <summary>Runs one probe on its period.</summary>
internal sealed class ProbeLoop(string kind, ProbeSpec spec, HandlerTarget target, HandlerRunner runner, TimeProvider time)
{
    /// <summary>
    /// Probes until cancelled or until <paramref name="onVerdict"/> answers false. It hears every verdict, and with a failure the reason, also of
    /// failures that are not yet a verdict (null).
    /// </summary>
    public async Task RunAsync(Func<bool?, string?, bool> onVerdict, CancellationToken cancellation)
    {
        var tally = new ProbeTally(spec.SuccessThreshold, spec.FailureThreshold);
        await Task.Delay(spec.InitialDelay, time, cancellation);
        while (true)
        {
            var began = time.GetTimestamp();
            var failure = await TryAsync(cancellation);
            if (!onVerdict(tally.Observe(failure is null), failure is null ? null : $"{kind} probe failed: {failure}")) return;
            var rest = spec.Period - time.GetElapsedTime(began);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, time, cancellation);
        }
    }

    private async Task<string?> TryAsync(CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(spec.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            return await runner.RunAsync(spec.Handler, target, both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer within {spec.Timeout.TotalSeconds:0} s (timeoutSeconds)";
        }
        catch (ConfigException error)
        {
            return error.Message;
        }
    }
}
