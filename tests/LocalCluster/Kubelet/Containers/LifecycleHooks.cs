using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Launch;
using InferOps.LocalCluster.Kubelet.Probes;
using InferOps.LocalCluster.Kubelet.Processes;

namespace InferOps.LocalCluster.Kubelet.Containers;

/// <summary>What happens right after a container has started and before it is ended.</summary>
internal sealed class LifecycleHooks(KubeletServices services, PodSandbox sandbox, JsonObject spec, HandlerTarget target)
{
    // A preStop hook that used up the grace period still leaves this much for the signal itself.
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(2);

    /// <summary>Null when there is no postStart hook or it succeeded, else why the container must end.</summary>
    public async Task<string?> PostStartAsync(CancellationToken cancellation)
    {
        if (spec.At("lifecycle", "postStart") is not { } hook) return null;
        if (await TryAsync(hook, cancellation) is not { } failure) return null;
        services.Events.Warning(sandbox.Pod, "FailedPostStartHook", $"PostStartHook failed: {failure}");
        return "FailedPostStartHook";
    }

    /// <summary>preStop, then SIGTERM, then SIGKILL when the grace period or the pod's own is over. Returns the exit code.</summary>
    public async Task<int> StopAsync(ContainerProcess process, string reason, TimeSpan grace, Termination termination)
    {
        services.Events.Normal(sandbox.Pod, "Killing", reason);
        using var own = new CancellationTokenSource(grace, services.Time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(own.Token, termination.Overdue);
        if (spec.At("lifecycle", "preStop") is { } hook && !over.IsCancellationRequested)
        {
            var failure = await TryAsync(hook, over.Token);
            if (failure is not null) services.Events.Warning(sandbox.Pod, "FailedPreStopHook", $"PreStopHook failed: {failure}");
            if (over.IsCancellationRequested) return await EndAsync(process, LeastGrace);
        }

        if (over.IsCancellationRequested) return await EndAsync(process, TimeSpan.Zero);
        process.Terminate();
        using var kill = over.Token.Register(process.Kill);
        return await process.Exited;
    }

    private async Task<int> EndAsync(ContainerProcess process, TimeSpan grace)
    {
        if (grace > TimeSpan.Zero)
        {
            process.Terminate();
            await Task.WhenAny(process.Exited, Task.Delay(grace, services.Time));
        }

        if (!process.Exited.IsCompleted) process.Kill();
        return await process.Exited;
    }

    private async Task<string?> TryAsync(JsonNode hook, CancellationToken cancellation)
    {
        try
        {
            return await services.Handlers.RunAsync(hook, target, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return "not finished within the grace period";
        }
        catch (ConfigException error)
        {
            return error.Message;
        }
    }
}
