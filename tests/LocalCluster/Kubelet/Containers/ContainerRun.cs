using System.Security.Cryptography;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Launch;
using InferOps.LocalCluster.Kubelet.Logs;
using InferOps.LocalCluster.Kubelet.Probes;
using InferOps.LocalCluster.Kubelet.Processes;

namespace InferOps.LocalCluster.Kubelet.Containers;

/// <summary>One run of a container: from the start of its process to its end, whoever brings that about.</summary>
internal sealed class ContainerRun(KubeletServices services, PodSandbox sandbox, JsonObject spec, PreparedContainer prepared)
{
    private readonly string _name = spec.Text("name")!;
    private readonly string _id = "process://" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public required Action<string, DateTimeOffset> OnStarted { get; init; }

    public required Action<bool, bool> OnHealth { get; init; }

    public async Task<ContainerState.Terminated> RunAsync(ContainerLog log, Termination termination)
    {
        var since = services.Time.GetUtcNow();
        try
        {
            using var process = await ContainerProcess.StartAsync(prepared.Plan, services.Guard, log);
            services.Events.Normal(sandbox.Pod, "Started", $"Started container {_name}");
            OnStarted(_id, since);
            var exitCode = await LiveAsync(process, termination);
            var message = TerminationMessage.Read(spec, sandbox.TerminationLog(_name), log, exitCode);
            return Ended(exitCode, exitCode == 0 ? "Completed" : "Error", message, since);
        }
        catch (LaunchException error)
        {
            services.Events.Warning(sandbox.Pod, "Failed", $"Error: {error.Message}");
            return Ended(128, "StartError", $"failed to create containerd task: {error.Message}", since);
        }
    }

    /// <summary>Waits for the process to end by itself, by its probes or by order.</summary>
    private async Task<int> LiveAsync(ContainerProcess process, Termination termination)
    {
        using var ended = new CancellationTokenSource();
        var target = new HandlerTarget(spec, sandbox.PodIp, prepared.Plan, LaunchPlanner.PathsOf(sandbox, spec, prepared.Image), services.Guard);
        var hooks = new LifecycleHooks(services, sandbox, spec, target);
        var order = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var heard = termination.Requested.Register(order.SetResult);
        if (await hooks.PostStartAsync(termination.Overdue) is { } failure) return await hooks.StopAsync(process, failure, sandbox.GracePeriod, termination);
        var health = new ContainerHealth(spec, target, services.Handlers, services.Time)
        {
            OnChange = OnHealth,
            OnFailure = message => services.Events.Warning(sandbox.Pod, "Unhealthy", message),
        };
        var watching = health.RunAsync(termination.Requested, ended.Token);
        // The health of a container without probes is known at once and then never changes; only a verdict ends the wait.
        var verdict = watching.ContinueWith(task => task.Result is null ? order.Task : task, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
        await Task.WhenAny(process.Exited, order.Task, verdict);
        if (!process.Exited.IsCompleted)
        {
            var unhealthy = watching.IsCompleted ? await watching : null;
            var reason = unhealthy is null ? $"Stopping container {_name}" : $"Container {_name} {Which(unhealthy)}, will be restarted";
            await hooks.StopAsync(process, reason, unhealthy?.Grace ?? sandbox.GracePeriod, termination);
        }

        await ended.CancelAsync();
        return await process.Exited;
    }

    private static string Which(Unhealthy unhealthy) => unhealthy.Message.StartsWith("Startup", StringComparison.Ordinal) ? "failed startup probe" : "failed liveness probe";

    private ContainerState.Terminated Ended(int exitCode, string reason, string message, DateTimeOffset since) =>
        new(exitCode, reason, message, since, services.Time.GetUtcNow(), _id);
}
