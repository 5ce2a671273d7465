using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Server.Lifecycle;

/// <summary>Watches the engine thread: a native call that never returns ends the engine, not the patience of everybody who waits for it.</summary>
/// <remarks>The thread itself cannot be ended. It is left behind, and the process has to go.</remarks>
internal sealed class Watchdog : IAsyncDisposable
{
    // The first evaluations read the weights from the disk and build what later ones find.
    private const int WarmUpFactor = 5;
    private const int LooksPerTimeout = 20;
    private static readonly TimeSpan MostBetweenLooks = TimeSpan.FromSeconds(1);

    private readonly InferenceEngine _engine;
    private readonly TimeSpan _stepTimeout;
    private readonly TimeProvider _time;
    private readonly PeriodicTimer _timer;
    private readonly Task _watching;
    private volatile bool _hasBitten;

    public Watchdog(InferenceEngine engine, TimeSpan stepTimeout, TimeProvider time)
    {
        (_engine, _stepTimeout, _time) = (engine, stepTimeout, time);
        var look = stepTimeout / LooksPerTimeout;
        _timer = new PeriodicTimer(look < MostBetweenLooks ? look : MostBetweenLooks, time);
        _watching = WatchAsync();
    }

    /// <summary>True once the engine was abandoned for this reason.</summary>
    public bool HasBitten => _hasBitten;

    /// <summary>True when an evaluation that has been <paramref name="running"/> takes too long; null: there is none.</summary>
    public static bool IsStuck(TimeSpan? running, bool isWarm, TimeSpan stepTimeout) => running > (isWarm ? stepTimeout : stepTimeout * WarmUpFactor);

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _watching;
    }

    private async Task WatchAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            // First whether it is warm: the engine says so after its warm-up has ended, so a warm one's step is a step.
            var isWarm = _engine.IsWarm;
            var running = _engine.StepStartedAt is { } startedAt ? _time.GetElapsedTime(startedAt) : (TimeSpan?)null;
            if (!IsStuck(running, isWarm, _stepTimeout)) continue;
            _hasBitten = true;
            _engine.Abandon(new EngineFaultException($"an evaluation has not come back for {running!.Value.TotalSeconds:F0} s; the replica is being replaced"));
            return;
        }
    }
}
