using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;

namespace InferOps.Operator.Reconciliation.Services;

/// <summary>Has pods say how far their models are. Pods have no token to do so themselves; they answer the operator, which writes it down.</summary>
internal sealed class PullReporter(IClusterApi cluster, TimeProvider time)
{
    public Task ReportAsync(ServiceView view, CancellationToken cancellationToken) =>
        Task.WhenAll(view.Pods.Select(pod => ReportAsync(new ObjectKey(view.Service.Key.Namespace, pod.Name), pod, cancellationToken)));

    private async Task ReportAsync(ObjectKey key, ObservedPod pod, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var progress = PullCondition.IsDue(pod, now) ? await cluster.AskPullAsync(pod.Address!, cancellationToken) : null;
        if (PullCondition.Next(pod, progress, now) is not { } condition) return;
        try
        {
            await cluster.WritePodConditionAsync(key, condition, cancellationToken);
        }
        catch (ClusterRefusedException)
        {
            // The service is as its spec says without it; what was refused is in the log.
        }
    }
}
