using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Launch;

namespace InferOps.LocalCluster.Kubelet.Volumes;

/// <summary>Makes a folder of this machine for every volume of a pod. What a volume needs and is missing is waited for.</summary>
internal sealed class VolumeMounter(KubeletServices services, PodSandbox sandbox)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);
    private readonly VolumeContents _contents = new(services.Client, sandbox);

    /// <summary>Null when <paramref name="stop"/> came first.</summary>
    public async Task<MountedVolumes?> MountAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var changed = services.Configs.Next;
            try
            {
                Dictionary<string, string> folders = [];
                foreach (var volume in sandbox.Pod.Objects("spec", "volumes")) folders[volume.Text("name")!] = await MountAsync(volume, stop);
                if (await AccountVolume.IsMissingAsync(services.Client, sandbox.Pod, stop)) folders[AccountVolume.Name] = await MountAsync(AccountVolume.Definition(), stop);
                MakeSubPaths(folders);
                return new MountedVolumes(services, sandbox, _contents, folders);
            }
            catch (Exception error) when (error is ConfigException or KubeApiException or HttpRequestException or IOException)
            {
                services.Events.Warning(sandbox.Pod, "FailedMount", $"MountVolume.SetUp failed: {error.Message}");
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return null;
            }

            await Task.WhenAny(changed, Task.Delay(Again, services.Time, stop));
        }

        return null;
    }

    private async Task<string> MountAsync(JsonObject volume, CancellationToken stop)
    {
        var own = Path.Combine(sandbox.Folder, "volumes", volume.Text("name")!);
        if (VolumeContents.IsKnown(volume)) return await _contents.WriteAsync(volume, Directory.CreateDirectory(own).FullName, stop);
        if (volume["hostPath"] is { } host) return HostPath(host);
        if (volume["persistentVolumeClaim"] is { } claim) return await ClaimAsync(claim.Text("claimName") ?? "", stop);
        if (volume["emptyDir"] is not null || volume["ephemeral"] is not null) return Directory.CreateDirectory(own).FullName;
        var type = volume.Select(property => property.Key).FirstOrDefault(key => key != "name");
        throw new ConfigException($"volume \"{volume.Text("name")}\": type {type} is not supported by the process kubelet");
    }

    // A node of its own has a file system of its own, unless the configuration names a folder that really exists.
    private string HostPath(JsonNode source)
    {
        var path = source.Text("path") ?? "/";
        var real = services.Options.HostPaths.FirstOrDefault(entry => path == entry.Key || path.StartsWith(entry.Key.TrimEnd('/') + "/", StringComparison.Ordinal));
        var folder = real.Key is null
            ? Path.Combine(services.Options.Root, "nodes", sandbox.Pod.Text("spec", "nodeName")!, path.TrimStart('/'))
            : real.Value.TrimEnd('/') + path[real.Key.TrimEnd('/').Length..];
        if (source.Text("type") is "Directory" or "File" && !Path.Exists(folder)) throw new ConfigException($"hostPath type check failed: {path} does not exist");
        if (source.Text("type") is "File" or "FileOrCreate") return folder;
        return Directory.CreateDirectory(folder).FullName;
    }

    private async Task<string> ClaimAsync(string name, CancellationToken stop)
    {
        if (await services.Client.GetAsync(Resource.PersistentVolumeClaims, sandbox.Pod.Namespace, name, stop) is null)
            throw new ConfigException($"persistentvolumeclaim \"{name}\" not found");
        return Directory.CreateDirectory(Path.Combine(services.Options.Root, "claims", sandbox.Pod.Namespace!, name)).FullName;
    }

    private void MakeSubPaths(Dictionary<string, string> folders)
    {
        var containers = sandbox.Pod.Objects("spec", "containers").Concat(sandbox.Pod.Objects("spec", "initContainers"));
        foreach (var mount in containers.SelectMany(container => container.Objects("volumeMounts")))
            if (mount.Text("subPath") is { Length: > 0 } path && folders.TryGetValue(mount.Text("name") ?? "", out var folder) && !Path.Exists(Path.Combine(folder, path)))
                Directory.CreateDirectory(Path.Combine(folder, path));
    }
}
