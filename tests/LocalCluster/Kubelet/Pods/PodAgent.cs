using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Containers;
using InferOps.LocalCluster.Kubelet.Launch;
using InferOps.LocalCluster.Kubelet.Volumes;

namespace InferOps.LocalCluster.Kubelet.Pods;

/// <summary>Runs one pod from its binding to its removal.</summary>
internal sealed class PodAgent
{
    private readonly KubeletServices _services;
    private readonly PodSandbox _sandbox;
    private readonly StatusPublisher _publisher;
    private readonly Termination _termination;
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTimeOffset _startTime;
    private readonly List<ContainerAgent> _agents;
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile JsonObject _pod;
    private volatile bool _prepared;
    private volatile bool _initialized;
    private volatile bool _finished;
    private (string Reason, string Message)? _failure;

    public PodAgent(KubeletServices services, PodSandbox sandbox)
    {
        (_services, _sandbox, _pod) = (services, sandbox, sandbox.Pod);
        _startTime = services.Time.GetUtcNow();
        _termination = new Termination(services.Time);
        _publisher = new StatusPublisher(services, () => _pod, Observe);
        _agents =
        [
            .. sandbox.Pod.Objects("spec", "initContainers").Select(spec => Agent(spec, spec.Text("restartPolicy") == "Always" ? ContainerRole.Sidecar : ContainerRole.Init)),
            .. sandbox.Pod.Objects("spec", "containers").Select(spec => Agent(spec, ContainerRole.Main)),
        ];
        Update(sandbox.Pod);
    }

    public PodSandbox Sandbox => _sandbox;

    public ContainerAgent? Container(string name) => _agents.Find(agent => agent.Record.Name == name);

    /// <summary>A newer version of the pod, which may order its end.</summary>
    public void Update(JsonObject pod)
    {
        _pod = pod;
        if (!pod.IsDeleting) return;
        // The deletion time is whole seconds; the period counts from when we hear of it.
        _termination.Request(TimeSpan.FromSeconds(pod.Whole("metadata", "deletionGracePeriodSeconds") ?? pod.Whole("spec", "terminationGracePeriodSeconds") ?? 30));
    }

    /// <summary>The pod's object is gone: nothing of it may run any longer.</summary>
    public void Gone()
    {
        _termination.Request(TimeSpan.Zero);
        _gone.TrySetResult();
    }

    /// <summary>The kubelet itself ends.</summary>
    public void Shutdown(TimeSpan grace)
    {
        _termination.Request(grace);
        _gone.TrySetResult();
    }

    /// <summary>Runs the pod and returns when its object is gone; nothing of it is left then.</summary>
    public async Task RunAsync()
    {
        using var publishing = new CancellationTokenSource();
        var publisher = _publisher.RunAsync(publishing.Token);
        _publisher.Changed();
        using (Deadline()) await RunContainersAsync();
        _finished = true;
        await publishing.CancelAsync();
        await publisher;
        if (!_gone.Task.IsCompleted) await ReleaseAsync();
    }

    private async Task RunContainersAsync()
    {
        var stop = _termination.Requested;
        if (stop.IsCancellationRequested) return;
        var volumes = await new VolumeMounter(_services, _sandbox).MountAsync(stop);
        if (volumes is null) return;
        _prepared = true;
        _publisher.Changed();
        var sandbox = _sandbox with { Volumes = volumes.Folders };
        using var refresh = new CancellationTokenSource();
        var refreshing = volumes.RefreshAsync(() => _pod, refresh.Token);
        var sidecarsEnd = new Termination(_services.Time);
        List<Task> sidecars = [];
        using var overdue = _termination.Overdue.Register(() => sidecarsEnd.Request(TimeSpan.Zero));
        if (await InitializeAsync(sandbox, sidecars, sidecarsEnd))
        {
            _initialized = true;
            _publisher.Changed();
            await Task.WhenAll(_agents.Where(agent => agent.Record.Role == ContainerRole.Main).Select(agent => agent.RunAsync(sandbox, _termination)));
        }

        sidecarsEnd.Request(_sandbox.GracePeriod);
        await Task.WhenAll(sidecars);
        await refresh.CancelAsync();
        await refreshing;
    }

    /// <summary>Init containers one after the other, each sidecar as soon as its turn comes. False when the main containers must not start.</summary>
    private async Task<bool> InitializeAsync(PodSandbox sandbox, List<Task> sidecars, Termination sidecarsEnd)
    {
        foreach (var agent in _agents.Where(agent => agent.Record.Role != ContainerRole.Main))
        {
            if (_termination.Requested.IsCancellationRequested) return false;
            if (agent.Record.Role == ContainerRole.Init)
            {
                await agent.RunAsync(sandbox, _termination);
                if (agent.Record.State is not ContainerState.Terminated { ExitCode: 0 }) return false;
            }
            else
            {
                sidecars.Add(agent.RunAsync(sandbox, sidecarsEnd));
                while (!agent.Record.Started && !_termination.Requested.IsCancellationRequested) await NextChangeAsync();
            }
        }

        return !_termination.Requested.IsCancellationRequested;
    }

    /// <summary>Publishes the last status; once deletion was asked for, removes the object. Returns when it is gone.</summary>
    private async Task ReleaseAsync()
    {
        var stop = _gone.Task;
        using var cancel = new CancellationTokenSource();
        var release = FinishAsync(cancel.Token);
        await Task.WhenAny(stop, release);
        await cancel.CancelAsync();
        await release;
        await stop;
    }

    private async Task FinishAsync(CancellationToken cancellation)
    {
        try
        {
            if (!await _publisher.PublishAsync(cancellation)) return;
            await Task.Delay(Timeout.InfiniteTimeSpan, _termination.Requested).ContinueWith(_ => { }, cancellation, TaskContinuationOptions.None, TaskScheduler.Default).WaitAsync(cancellation);
            if (_pod.IsDeleting) await PodRemoval.RunAsync(_services, _pod, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
    }

    private CancellationTokenSource Deadline()
    {
        var after = _pod.Whole("spec", "activeDeadlineSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;
        var source = new CancellationTokenSource(after, _services.Time);
        source.Token.Register(() =>
        {
            _failure = ("DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
            _termination.Request(_sandbox.GracePeriod);
        });
        return source;
    }

    private Task<Task> NextChangeAsync() => Task.WhenAny(Volatile.Read(ref _change).Task, Task.Delay(TimeSpan.FromSeconds(1), _services.Time));

    private ContainerAgent Agent(JsonObject spec, ContainerRole role) => new(_services, spec, role, OnContainerChanged);

    private void OnContainerChanged()
    {
        Interlocked.Exchange(ref _change, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        _publisher.Changed();
    }

    private PodObservation Observe() =>
        new(_sandbox.PodIp, _sandbox.HostIp, _startTime, _initialized, _finished, _agents.ConvertAll(agent => agent.Record))
        {
            Prepared = _prepared,
            Reason = _failure?.Reason,
            Message = _failure?.Message,
        };
}
