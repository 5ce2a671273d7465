using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster;

/// <summary>A loop that runs until disposed. That it ends by itself is a defect, and said loudly.</summary>
internal sealed class BackgroundPart : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    private BackgroundPart(string name, Func<CancellationToken, Task> run, ILogger log) => _loop = Task.Run(() => GuardAsync(name, run, log));

    public static BackgroundPart Start(string name, Func<CancellationToken, Task> run, ILogger log) => new(name, run, log);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task GuardAsync(string name, Func<CancellationToken, Task> run, ILogger log)
    {
        try
        {
            await run(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error)
        {
            log.PartEnded(name, error);
        }
    }
}
