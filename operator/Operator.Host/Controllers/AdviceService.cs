using InferOps.Operator.Host.Live;
using InferOps.Operator.Host.Telemetry;
using InferOps.Operator.Reconciliation.Advice;

namespace InferOps.Operator.Host.Controllers;

/// <summary>Runs the advice loop once the cluster is known.</summary>
internal sealed class AdviceService(ClusterState state, AdviceLoop advice, Leadership leadership, ILogger<AdviceService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await state.Synced.WaitAsync(stoppingToken);
            await advice.RunAsync(() => leadership.IsLeader, failure => logger.AdviceFailed(ServerMessage.Of(failure)), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what was recorded since the last hour is lost.
        }
    }
}
