using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Kubelet.Probes;

/// <summary>Why a container must be restarted, and how long it has to end (null: as long as its pod).</summary>
internal sealed record Unhealthy(string Message, TimeSpan? Grace);

/// <summary>The three probes of one run of a container: startup first, then liveness and readiness side by side.</summary>
internal sealed class ContainerHealth(JsonObject container, HandlerTarget target, HandlerRunner runner, TimeProvider time)
{
    /// <summary>Hears whenever the container has started or its readiness changed.</summary>
    public required Action<bool, bool> OnChange { get; init; }

    /// <summary>Hears every failed probe.</summary>
    public required Action<string> OnFailure { get; init; }

    /// <summary>
    /// Runs until the container must be restarted. After <paramref name="stopping"/> only readiness is still probed, until <paramref name="ended"/>.
    /// </summary>
    /// <returns>Null when <paramref name="ended"/> came first.</returns>
    public async Task<Unhealthy?> RunAsync(CancellationToken stopping, CancellationToken ended)
    {
        try
        {
            if (await UntilAsync("startupProbe", "Startup", untilSuccess: true, stopping) is { } failed) return failed;
            var readiness = ReadinessAsync(ended);
            var liveness = LivenessAsync(stopping, ended);
            if (await liveness is { } dead) return dead;
            await readiness;
            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || ended.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<Unhealthy?> LivenessAsync(CancellationToken stopping, CancellationToken ended)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, ended);
        try
        {
            return await UntilAsync("livenessProbe", "Liveness", untilSuccess: false, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task ReadinessAsync(CancellationToken ended)
    {
        if (Loop("readinessProbe", "Readiness") is not { } loop)
        {
            OnChange(true, true);
            return;
        }

        var ready = false;
        OnChange(true, false);
        await loop.RunAsync(
            (verdict, failure) =>
            {
                if (failure is not null) OnFailure(failure);
                if (verdict is { } now && now != ready) OnChange(true, ready = now);
                return true;
            },
            ended);
    }

    /// <summary>Runs a probe to its first failing verdict, or also to its first success; without such a probe it is a success.</summary>
    private async Task<Unhealthy?> UntilAsync(string field, string kind, bool untilSuccess, CancellationToken cancellation)
    {
        if (Loop(field, kind) is not { } loop) return null;
        Unhealthy? result = null;
        await loop.RunAsync(
            (verdict, failure) =>
            {
                if (failure is not null) OnFailure(failure);
                if (verdict == false) result = new Unhealthy(failure!, ProbeSpec.Read(container, field)!.Grace);
                return verdict is null || (verdict.Value && !untilSuccess);
            },
            cancellation);
        return result;
    }

    private ProbeLoop? Loop(string field, string kind) =>
        ProbeSpec.Read(container, field) is { } spec ? new ProbeLoop(kind, spec, target, runner, time) : null;
}
