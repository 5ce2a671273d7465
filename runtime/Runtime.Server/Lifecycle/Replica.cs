using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace InferOps.Runtime.Server.Lifecycle;

internal enum ReplicaPhase
{
    Loading,
    Ready,
    Draining,
    Faulted,
}

/// <summary>Where the replica is in its life. It only moves forward.</summary>
/// <remarks>
/// <code>
///           readyz   new requests
/// Loading   503      503 loading
/// Ready     200      served
/// Draining  503      served until none has come for the listener grace, then 503 draining
/// Faulted   503      503 engine_fault
/// </code>
/// </remarks>
internal sealed class Replica(RuntimeServerOptions options, ILogger<Replica> logger)
{
    private readonly Lock _advance = new();
    private readonly long _bornAt = options.Time.GetTimestamp();
    private long _askedAt = options.Time.GetTimestamp();
    private volatile ServingModel? _model;
    private volatile Task? _drain;
    private volatile ReplicaPhase _phase = ReplicaPhase.Loading;
    private float _progress;

    public ReplicaPhase Phase => _phase;

    /// <summary>Since the process began to serve probes, which is when the load began.</summary>
    public TimeSpan Age => options.Time.GetElapsedTime(_bornAt);

    /// <summary>Of the load, 0 … 1.</summary>
    public float Progress
    {
        get => Volatile.Read(ref _progress);
        set => Volatile.Write(ref _progress, value);
    }

    /// <summary>Null while it loads.</summary>
    public ServingModel? LoadedModel => _model;

    /// <exception cref="ApiException">Nothing can be served yet, or any more.</exception>
    public ServingModel Model => _model ?? throw (_phase switch
    {
        ReplicaPhase.Draining => ApiException.Unavailable(RejectionReasons.Draining, "The replica is shutting down.", TimeSpan.FromSeconds(1)),
        ReplicaPhase.Faulted => ApiException.Unavailable(RejectionReasons.EngineFault, "The model cannot be evaluated; the replica is being replaced.", TimeSpan.FromSeconds(30)),
        _ => ApiException.Unavailable(RejectionReasons.Loading, "The model is still loading.", LoadEstimate.Remaining(Age, Progress)),
    });

    public void Serve(ServingModel model)
    {
        _model = model;
        Advance(ReplicaPhase.Ready);
    }

    /// <summary>Somebody asks for an answer, now.</summary>
    public void Asked() => Volatile.Write(ref _askedAt, options.Time.GetTimestamp());

    public void Fail() => Advance(ReplicaPhase.Faulted);

    /// <summary>Not ready from now on; completes when nothing runs any more. Every call after the first waits for the same drain.</summary>
    public Task DrainAsync()
    {
        Advance(ReplicaPhase.Draining);
        lock (_advance) return _drain ??= DrainOnceAsync();
    }

    private async Task DrainOnceAsync()
    {
        if (_model is not { Engine: var engine }) return;
        ServerLog.Draining(logger, engine.Load.Running, engine.Load.Waiting);
        await Task.Delay(options.ListenerGrace, options.Time);
        await QuietAsync();
        await engine.DrainAsync(CancellationToken.None);
    }

    /// <summary>Others learned late that this replica is going: as long as they still ask, they are answered. Half of the drain is kept for what runs then.</summary>
    private async Task QuietAsync()
    {
        var startedAt = options.Time.GetTimestamp();
        while (options.Time.GetElapsedTime(startedAt) < options.DrainTimeout / 2)
        {
            var remaining = options.ListenerGrace - options.Time.GetElapsedTime(Volatile.Read(ref _askedAt));
            if (remaining <= TimeSpan.Zero) return;
            await Task.Delay(remaining, options.Time);
        }
    }

    private void Advance(ReplicaPhase next)
    {
        lock (_advance)
        {
            if (next > _phase) _phase = next;
        }
    }
}
