using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Images;
using InferOps.LocalCluster.Kubelet.Launch;
using InferOps.LocalCluster.Kubelet.Probes;
using InferOps.LocalCluster.Kubelet.Processes;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Kubelet;

/// <summary>What every pod of this kubelet works with.</summary>
internal sealed record KubeletServices(KubeletOptions Options, KubeClient Client, EventRecorder Events, TimeProvider Time, ILogger Log) : IDisposable
{
    public ImageCatalog Images { get; } = new(Options.Images);

    public LaunchPlanner Planner { get; } = new(Client);

    public HandlerRunner Handlers { get; } = new(Time);

    public OrphanGuard Guard { get; } = OrphanGuard.Start(Options.Root);

    /// <summary>Changes whenever a ConfigMap or Secret does: what waits for one looks again.</summary>
    public ConfigSignal Configs { get; } = new();

    public void Dispose()
    {
        Handlers.Dispose();
        Guard.Dispose();
    }
}
