using InferOps.LocalCluster.Client;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Controllers;

/// <summary>What every controller works with.</summary>
internal sealed record ControllerContext(KubeClient Client, InformerSet Informers, EventRecorder Events, TimeProvider Time, ILogger Log)
{
    public WorkQueue Queue(string name) => new(name, Time, Log);

    public string Now => KubeTime.Seconds(Time.GetUtcNow());
}
