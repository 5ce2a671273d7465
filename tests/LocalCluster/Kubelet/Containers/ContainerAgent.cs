using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Launch;
using InferOps.LocalCluster.Kubelet.Logs;

namespace InferOps.LocalCluster.Kubelet.Containers;

/// <summary>Keeps one container running as its pod's restart policy says. It alone writes its <see cref="Record"/>.</summary>
internal sealed class ContainerAgent(KubeletServices services, JsonObject spec, ContainerRole role, Action changed)
{
    private volatile ContainerRecord _record = new(spec.Text("name")!, spec.Text("image") ?? "", role);
    private TimeSpan? _backOff;

    public ContainerRecord Record => _record;

    /// <summary>Logs of the run now or last, and of the run before it.</summary>
    public ContainerLog? Log { get; private set; }

    public ContainerLog? PreviousLog { get; private set; }

    /// <summary>Runs the container until it has ended for good or <paramref name="termination"/> has ended it.</summary>
    public async Task RunAsync(PodSandbox sandbox, Termination termination)
    {
        var preparation = new ContainerPreparation(services, sandbox, spec, Wait);
        while (await preparation.RunAsync(termination.Requested) is { } prepared)
        {
            var began = services.Time.GetUtcNow();
            var ended = await RunOnceAsync(sandbox, prepared, termination);
            Report(_record with { State = ended, Ready = false, Started = false });
            var policy = sandbox.Pod.Text("spec", "restartPolicy") ?? "Always";
            if (termination.Requested.IsCancellationRequested || !RestartRules.ShouldRestart(policy, role, ended.ExitCode)) return;
            if (!await BackOffAsync(sandbox, ended, services.Time.GetUtcNow() - began, termination.Requested)) break;
        }

        // Ended while waiting to run: what is left to tell is how the last run ended.
        if (_record.Last is { } last) Report(_record with { State = last, Last = null });
    }

    private async Task<ContainerState.Terminated> RunOnceAsync(PodSandbox sandbox, PreparedContainer prepared, Termination termination)
    {
        TerminationMessage.Prepare(sandbox.TerminationLog(_record.Name));
        PreviousLog = Log;
        Log = new ContainerLog(Path.Combine(sandbox.LogFolder(_record.Name), $"{_record.Restarts}.log"), services.Options.MaxLogBytes, services.Time);
        using (Log)
        {
            var run = new ContainerRun(services, sandbox, spec, prepared)
            {
                OnStarted = (id, since) => Report(_record with
                {
                    ContainerId = id,
                    ImageId = $"localcluster://{prepared.Image.Name}",
                    State = new ContainerState.Running(since),
                }),
                OnHealth = (started, ready) => Report(_record with { Started = started, Ready = ready }),
            };
            return await run.RunAsync(Log, termination);
        }
    }

    private async Task<bool> BackOffAsync(PodSandbox sandbox, ContainerState.Terminated ended, TimeSpan ran, CancellationToken stop)
    {
        var wait = RestartRules.Wait(_backOff, ran, services.Options.RestartBackOff, services.Options.MostRestartBackOff);
        _backOff = wait;
        Report(_record with { Last = ended, Restarts = _record.Restarts + 1 });
        if (wait > TimeSpan.Zero)
        {
            var message = $"back-off {wait.TotalSeconds:0.###}s restarting failed container={_record.Name} pod={sandbox.Pod.Name}_{sandbox.Pod.Namespace}({sandbox.Pod.Uid})";
            Wait("CrashLoopBackOff", message);
            services.Events.Warning(sandbox.Pod, "BackOff", $"Back-off restarting failed container {_record.Name} in pod {sandbox.Pod.Name}_{sandbox.Pod.Namespace}({sandbox.Pod.Uid})");
        }

        await Task.Delay(wait, services.Time, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return !stop.IsCancellationRequested;
    }

    private void Wait(string reason, string message) => Report(_record with { State = new ContainerState.Waiting(reason, message) });

    private void Report(ContainerRecord record)
    {
        if (record == _record) return;
        _record = record;
        changed();
    }
}
