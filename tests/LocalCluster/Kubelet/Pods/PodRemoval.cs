using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Kubelet.Pods;

/// <summary>The last step of a graceful deletion: the kubelet, and only it, removes the object once nothing of the pod runs.</summary>
internal static class PodRemoval
{
    public static async Task RunAsync(KubeletServices services, JsonObject pod, CancellationToken cancellation)
    {
        var backOff = new BackOff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5));
        while (true)
        {
            try
            {
                await services.Client.DeleteAsync(Resource.Pods, pod.Namespace, pod.Name, new DeleteOptions { Uid = pod.Uid, GracePeriodSeconds = 0 }, cancellation);
                return;
            }
            catch (KubeApiException refusal) when (refusal.IsConflict)
            {
                // Another pod has the name already: ours is gone.
                return;
            }
            catch (Exception error) when (error is KubeApiException or HttpRequestException or IOException)
            {
                var wait = backOff.Next();
                services.Log.ReconcileFailed("pod removal", pod.Key, wait.TotalSeconds, error.Message);
                await Task.Delay(wait, services.Time, cancellation);
            }
        }
    }
}
