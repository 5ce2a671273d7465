using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Launch;

namespace InferOps.LocalCluster.Kubelet.Containers;

internal sealed record PreparedContainer(ImageRule Image, LaunchPlan Plan);

/// <summary>Everything before a container's process can start: its image, and the configuration it refers to. What is missing is waited for.</summary>
internal sealed class ContainerPreparation(KubeletServices services, PodSandbox sandbox, JsonObject spec, Action<string, string> onWaiting)
{
    // Configuration wakes us when it changes; this is for what cannot.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);
    private bool _pulled;

    /// <summary>Null when <paramref name="stop"/> came first.</summary>
    public async Task<PreparedContainer?> RunAsync(CancellationToken stop)
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            var changed = services.Configs.Next;
            try
            {
                if (Pull(failures) is { } image) return new PreparedContainer(image, await services.Planner.PlanAsync(sandbox, spec, image, stop));
            }
            catch (ConfigException error)
            {
                onWaiting("CreateContainerConfigError", error.Message);
                services.Events.Warning(sandbox.Pod, "Failed", $"Error: {error.Message}");
            }
            catch (Exception error) when (error is KubeApiException or HttpRequestException or IOException)
            {
                onWaiting("CreateContainerConfigError", error.Message);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return null;
            }

            failures++;
            await Task.WhenAny(changed, Task.Delay(Again, services.Time, stop));
        }

        return null;
    }

    private ImageRule? Pull(int failures)
    {
        var name = spec.Text("image") ?? "";
        if (services.Images.Find(name) is { } image)
        {
            if (!_pulled) services.Events.Normal(sandbox.Pod, "Pulled", $"Container image \"{name}\" already present on machine");
            _pulled = true;
            return image;
        }

        if (failures == 0)
        {
            var message = $"failed to pull and unpack image \"{name}\": no program of this machine stands for it; map it under images: in LocalCluster's configuration";
            onWaiting("ErrImagePull", message);
            services.Events.Warning(sandbox.Pod, "Failed", $"Failed to pull image \"{name}\": {message}");
        }
        else
        {
            onWaiting("ImagePullBackOff", $"Back-off pulling image \"{name}\": no program of this machine stands for it");
            services.Events.Normal(sandbox.Pod, "BackOff", $"Back-off pulling image \"{name}\"");
        }

        return null;
    }
}
