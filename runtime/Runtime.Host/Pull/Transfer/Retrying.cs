namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>Tries again what may pass: single requests, that gain nothing until they succeed.</summary>
internal sealed class Retrying(RetryPolicy policy, PullLog log)
{
    /// <exception cref="PullException">It does not pass, or it cannot.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await attempt();
            }
            catch (Exception failure) when (RetryPolicy.MayPass(failure))
            {
                if (failures >= policy.FruitlessAttempts) throw PullException.DownloadFailed($"given up after {failures} attempts: {failure.Message}");
                var delay = policy.Delay(failures, (failure as PullException)?.RetryAfter, Random.Shared.NextDouble());
                log.Line($"{failure.Message}; trying again in {delay.TotalSeconds:F1} s");
                await Task.Delay(delay, log.Time, cancellationToken);
            }
        }
    }
}
