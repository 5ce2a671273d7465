using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Launch;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Kubelet.Volumes;

/// <summary>The folders of a pod's volumes, the written ones kept current.</summary>
internal sealed class MountedVolumes(KubeletServices services, PodSandbox sandbox, VolumeContents contents, IReadOnlyDictionary<string, string> folders)
{
    // Tokens expire; ConfigMaps, Secrets and labels are noticed when they change.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Volume name to folder.</summary>
    public IReadOnlyDictionary<string, string> Folders => folders;

    /// <summary>Writes changed contents until cancelled. A source that is missing by now leaves the files as they are.</summary>
    public async Task RefreshAsync(Func<JsonObject> pod, CancellationToken cancellation)
    {
        var written = sandbox.Pod.Objects("spec", "volumes").Where(VolumeContents.IsKnown).ToList();
        if (folders.ContainsKey(AccountVolume.Name)) written.Add(AccountVolume.Definition());
        if (written.Count == 0) return;
        while (!cancellation.IsCancellationRequested)
        {
            await Task.WhenAny(services.Configs.Next, Task.Delay(Longest, services.Time, cancellation));
            try
            {
                contents.Update(pod());
                foreach (var volume in written) await contents.WriteAsync(volume, folders[volume.Text("name")!], cancellation);
            }
            catch (Exception error) when (error is ConfigException or KubeApiException or HttpRequestException or IOException)
            {
                services.Log.VolumeStale(sandbox.Pod.Key, error.Message);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
