using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Client;

/// <summary>
/// Calls a reconcile function with keys, one at a time: a key waiting twice is reconciled once, a key that changes while it is being reconciled is
/// reconciled again, a key that failed is retried with back-off.
/// </summary>
internal sealed class WorkQueue(string name, TimeProvider time, ILogger log)
{
    private readonly Channel<string> _ready = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, bool> _waiting = new();
    private readonly ConcurrentDictionary<string, BackOff> _failing = new();

    public void Enqueue(string key)
    {
        if (_waiting.TryAdd(key, true)) _ready.Writer.TryWrite(key);
    }

    /// <summary>Reconciles keys until cancelled. <paramref name="reconcile"/> answers when to look again, or null for "when something changes".</summary>
    public async Task RunAsync(Func<string, CancellationToken, Task<TimeSpan?>> reconcile, CancellationToken cancellation)
    {
        try
        {
            await foreach (var key in _ready.Reader.ReadAllAsync(cancellation))
            {
                _waiting.TryRemove(key, out _);
                if (await TryAsync(reconcile, key, cancellation) is { } again) Later(key, again, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task<TimeSpan?> TryAsync(Func<string, CancellationToken, Task<TimeSpan?>> reconcile, string key, CancellationToken cancellation)
    {
        try
        {
            var again = await reconcile(key, cancellation);
            _failing.TryRemove(key, out _);
            return again;
        }
        catch (KubeApiException refusal) when (refusal.IsNamespaceTerminating)
        {
            // There is nothing left to keep right in there.
            return null;
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            var wait = _failing.GetOrAdd(key, _ => new BackOff(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(30))).Next();
            // Losing a race is ordinary; anything else is worth a line.
            if (error is not KubeApiException { IsConflict: true }) log.ReconcileFailed(name, key, wait.TotalSeconds, error.Message);
            return wait;
        }
    }

    private void Later(string key, TimeSpan wait, CancellationToken cancellation) =>
        _ = Task.Delay(wait, time, cancellation).ContinueWith(_ => Enqueue(key), cancellation, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
}
