using System.Net;
using k8s.Autorest;

namespace k8s.LeaderElection;

/// <summary>
/// Takes part in an election. Clocks of different machines are never compared: a record counts as held for
/// LeaseDuration after *we* saw it change.
/// </summary>
public class LeaderElector : IDisposable
{
    private readonly LeaderElectionConfig config;
    private readonly TimeProvider time;
    private volatile LeaderElectionRecord observed;
    private long observedAt;
    private volatile bool holding;
    private string reportedLeader;

    public LeaderElector(LeaderElectionConfig config)
        : this(config, TimeProvider.System)
    {
    }

    internal LeaderElector(LeaderElectionConfig config, TimeProvider time)
    {
        this.config = config ?? throw new ArgumentNullException(nameof(config));
        this.time = time;
    }

    public event Action OnStartedLeading;

    public event Action OnStoppedLeading;

    /// <summary>Somebody, perhaps we, became leader; the argument is their identity.</summary>
    public event Action<string> OnNewLeader;

    /// <summary>An attempt failed. The election goes on.</summary>
    public event Action<Exception> OnError;

    /// <returns>Whether we lead. True only between OnStartedLeading and OnStoppedLeading.</returns>
    public bool IsLeader() => holding && observed?.HolderIdentity == config.Lock.Identity;

    /// <returns>The identity of the leader as last seen, or null.</returns>
    public string GetLeader() => observed?.HolderIdentity;

    /// <summary>Stands for election, leads, and stands again after losing, until cancelled.</summary>
    public async Task RunAndTryToHoldLeadershipForeverAsync(CancellationToken cancellationToken = default)
    {
        while (!cancellationToken.IsCancellationRequested)
            await RunUntilLeadershipLostAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stands for election, leads, and returns once leadership is lost or the token is cancelled.</summary>
    public async Task RunUntilLeadershipLostAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            while (!await TryAcquireOrRenewAsync(cancellationToken).ConfigureAwait(false))
                await WaitAsync(cancellationToken).ConfigureAwait(false);
            holding = true;
            OnStartedLeading?.Invoke();
            await HoldAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The caller no longer stands for election; the finally says so to those who follow it.
        }
        finally
        {
            if (holding)
            {
                holding = false;
                OnStoppedLeading?.Invoke();
            }
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Gives the lease back, so that the next leader need not wait for it to expire. Call after all led work has stopped.</summary>
    internal async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (observed is not { } last || last.HolderIdentity != config.Lock.Identity) return;
        var now = time.GetUtcNow().UtcDateTime;
        // An empty holder with a duration of one second is how client-go releases too, so that mixed electors understand each other.
        var released = new LeaderElectionRecord
        {
            HolderIdentity = "", LeaseDurationSeconds = 1, AcquireTime = now, RenewTime = now, LeaderTransitions = last.LeaderTransitions,
        };
        if (await config.Lock.UpdateAsync(released, cancellationToken).ConfigureAwait(false)) Observe(released);
    }

    /// <summary>Renews until a whole RenewDeadline passes without success.</summary>
    private async Task HoldAsync(CancellationToken cancellationToken)
    {
        var renewedAt = time.GetTimestamp();
        while (time.GetElapsedTime(renewedAt) < config.RenewDeadline)
        {
            await WaitAsync(cancellationToken).ConfigureAwait(false);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(Max(config.RenewDeadline - time.GetElapsedTime(renewedAt), TimeSpan.FromMilliseconds(1)));
            try
            {
                if (await TryAcquireOrRenewAsync(deadline.Token).ConfigureAwait(false)) renewedAt = time.GetTimestamp();
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return;
            }

            // Somebody else holds the lease: to go on for the rest of the deadline would be two leaders.
            if (observed.HolderIdentity != config.Lock.Identity) return;
        }
    }

    /// <returns>Whether we hold the lease now. Failures other than cancellation are reported and count as no.</returns>
    private async Task<bool> TryAcquireOrRenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            var current = await ReadAsync(cancellationToken).ConfigureAwait(false);
            return current is null
                ? await CreateAsync(cancellationToken).ConfigureAwait(false)
                : await UpdateAsync(current, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            OnError?.Invoke(error);
            return false;
        }
        finally
        {
            ReportLeader();
        }
    }

    private async Task<LeaderElectionRecord> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await config.Lock.GetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HttpOperationException error) when (error.Response?.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<bool> CreateAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var record = Claim(now, acquired: now, transitions: 0);
        if (!await config.Lock.CreateAsync(record, cancellationToken).ConfigureAwait(false)) return false;
        Observe(record);
        return true;
    }

    private async Task<bool> UpdateAsync(LeaderElectionRecord current, CancellationToken cancellationToken)
    {
        if (!Same(observed, current)) Observe(current);
        var ours = current.HolderIdentity == config.Lock.Identity;
        if (!ours && !string.IsNullOrEmpty(current.HolderIdentity) && time.GetElapsedTime(observedAt) < config.LeaseDuration) return false;
        var now = time.GetUtcNow().UtcDateTime;
        var record = ours
            ? Claim(now, current.AcquireTime ?? now, current.LeaderTransitions)
            : Claim(now, now, current.LeaderTransitions + 1);
        if (!await config.Lock.UpdateAsync(record, cancellationToken).ConfigureAwait(false)) return false;
        Observe(record);
        return true;
    }

    private LeaderElectionRecord Claim(DateTime now, DateTime acquired, int transitions) => new()
    {
        HolderIdentity = config.Lock.Identity,
        LeaseDurationSeconds = (int)Math.Ceiling(config.LeaseDuration.TotalSeconds),
        AcquireTime = acquired,
        RenewTime = now,
        LeaderTransitions = transitions,
    };

    private void Observe(LeaderElectionRecord record)
    {
        observed = record;
        observedAt = time.GetTimestamp();
    }

    private void ReportLeader()
    {
        if (observed is not { } record || record.HolderIdentity == reportedLeader) return;
        reportedLeader = record.HolderIdentity;
        if (!string.IsNullOrEmpty(reportedLeader)) OnNewLeader?.Invoke(reportedLeader);
    }

    /// <summary>Jitter keeps candidates that started together from colliding at every attempt.</summary>
    private Task WaitAsync(CancellationToken cancellationToken) =>
        Task.Delay(config.RetryPeriod * (1 + (0.2 * Random.Shared.NextDouble())), time, cancellationToken);

    private static bool Same(LeaderElectionRecord left, LeaderElectionRecord right) =>
        left is not null && left.HolderIdentity == right.HolderIdentity && left.RenewTime == right.RenewTime
        && left.AcquireTime == right.AcquireTime && left.LeaderTransitions == right.LeaderTransitions;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
