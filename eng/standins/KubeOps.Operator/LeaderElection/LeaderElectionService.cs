using k8s.LeaderElection;
using KubeOps.Operator.Logging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KubeOps.Operator.LeaderElection;

/// <summary>Stands for election while the host runs, and gives the lease back when it stops.</summary>
/// <param name="leadership">Asked for so that it listens before the election begins.</param>
internal sealed class LeaderElectionService(LeaderElector elector, ILeadership leadership, ILogger<LeaderElectionService> logger) : BackgroundService
{
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ = leadership;
        elector.OnStartedLeading += () => logger.LeadershipWon();
        elector.OnStoppedLeading += () => logger.LeadershipLost();
        elector.OnNewLeader += logger.NewLeader;
        elector.OnError += logger.ElectionFailed;
        await elector.RunAndTryToHoldLeadershipForeverAsync(stoppingToken).ConfigureAwait(false);
        await ReleaseAsync().ConfigureAwait(false);
    }

    private async Task ReleaseAsync()
    {
        using var timeout = new CancellationTokenSource(ReleaseTimeout);
        try
        {
            await elector.ReleaseAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or k8s.Autorest.HttpOperationException)
        {
            // The lease then expires by itself; the next leader only waits longer.
            logger.ReleaseFailed(error);
        }
    }
}
