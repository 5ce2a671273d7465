using InferOps.Operator.Core.Advice;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Reconciliation.Scaling;

namespace InferOps.Operator.Reconciliation.Advice;

/// <summary>
/// Records how many GPUs the services need, and says once an hour which commitments would have been cheaper. Only the leader does: it alone keeps the history, in a ConfigMap,
/// and the next leader goes on with it.
/// </summary>
public sealed class AdviceLoop(IClusterApi cluster, ScalingBoard board, AdviceOptions options, TimeProvider time)
{
    private readonly HistoryStore _store = new(cluster, options.Namespace);
    private LoadHistory? _history;
    private DateTimeOffset? _seen;
    private DateTimeOffset? _advised;

    /// <summary>Runs until cancelled.</summary>
    /// <param name="leads">Whether this operator acts now.</param>
    /// <param name="failed">The API server did not answer; the next round tries again.</param>
    public async Task RunAsync(Func<bool> leads, Action<Exception> failed, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Interval, time);
        do
        {
            try
            {
                if (leads()) await TickAsync(cancellationToken);
                else StepDown();
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                failed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>One round: records what is needed, and once an hour advises and keeps the history.</summary>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        // What may not be read may be there all the same: no history is begun that would take its place.
        _history ??= await _store.ReadAsync(cancellationToken) ?? LoadHistory.Empty;
        var now = time.GetUtcNow();
        var needs = Survey(now);
        // After a pause nobody knows what was needed meanwhile; it counts as one round.
        if (_seen is { } seen && now > seen) _history = _history.Observe(needs, now - seen < options.Interval * 2 ? now - seen : options.Interval);
        _seen = now;
        if (now - _advised < options.Advised) return;
        (_advised, board.Outlook) = (now, Advise(_history, needs, options.LeastHours));
        _history = board.Outlook.History;
        if (now - _history.SavedAt < options.Advised) return;
        _history = _history with { SavedAt = now };
        await _store.WriteAsync(_history, cancellationToken);
    }

    /// <summary>What would be advised were the load to go on as it was seen, for however short a time.</summary>
    public IReadOnlyList<CommitmentAdvice> Foresee() => Advise(_history ?? LoadHistory.Empty, Survey(time.GetUtcNow()), leastHours: 0).Advice;

    private IReadOnlyList<PoolNeed> Survey(DateTimeOffset now)
    {
        var fleet = cluster.Fleet();
        return NeedSurvey.Of(new()
        {
            Now = now,
            Pools = fleet.ValidPools(),
            Nodes = fleet.Nodes,
            GpuUses = fleet.GpuUses,
            Services = cluster.Services().Select(key => cluster.Service(key)?.Service).OfType<ObservedService>(),
        });
    }

    private Outlook Advise(LoadHistory history, IReadOnlyList<PoolNeed> needs, double leastHours) => CommitmentAdvisor.Advise(new()
    {
        Now = time.GetUtcNow(),
        Pools = cluster.Fleet().ValidPools(),
        Committed = needs.ToDictionary(need => need.Pool, need => need.Committed, StringComparer.Ordinal),
        History = history,
        LeastHours = leastHours,
    });

    /// <summary>Another leads; what it keeps is newer than what is known here.</summary>
    private void StepDown() => (_history, _seen, _advised, board.Outlook) = (null, null, null, null);
}

/// <summary>The rhythm of advice.</summary>
public sealed record AdviceOptions
{
    /// <summary>The operator's own.</summary>
    public required string Namespace { get; init; }

    /// <summary>How often it is recorded what is needed.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often something is advised, and the history kept.</summary>
    public TimeSpan Advised { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Hours of a pool's load below which nothing is said.</summary>
    public double LeastHours { get; init; } = OutlookInput.Week;
}
