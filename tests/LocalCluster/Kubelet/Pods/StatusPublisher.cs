using System.Text.Json.Nodes;
using System.Threading.Channels;
using InferOps.LocalCluster.Client;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Kubelet.Pods;

/// <summary>Writes a pod's status whenever it changed, the latest only, again until the server has it.</summary>
internal sealed class StatusPublisher(KubeletServices services, Func<JsonObject> pod, Func<PodObservation> observe)
{
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Changed() => _changed.Writer.TryWrite(true);

    /// <summary>Runs until cancelled or the pod is gone.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var _ in _changed.Reader.ReadAllAsync(cancellation))
                if (!await PublishAsync(cancellation)) return;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Writes the status as it is now; false when the pod is gone.</summary>
    public async Task<bool> PublishAsync(CancellationToken cancellation)
    {
        var backOff = new BackOff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5));
        while (true)
        {
            try
            {
                return await services.Client.ReviseAsync(
                    Resource.Pods, pod(), copy => PodStatusBuilder.Write(copy, observe(), services.Time.GetUtcNow()), "status", cancellation) is not null;
            }
            catch (Exception error) when (error is KubeApiException or HttpRequestException or IOException)
            {
                var wait = backOff.Next();
                services.Log.ReconcileFailed("pod status", pod().Key, wait.TotalSeconds, error.Message);
                await Task.Delay(wait, services.Time, cancellation);
            }
        }
    }
}
