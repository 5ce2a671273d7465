using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Controllers.Claims;
using InferOps.LocalCluster.Controllers.Deployments;
using InferOps.LocalCluster.Controllers.Disruption;
using InferOps.LocalCluster.Controllers.Endpoints;
using InferOps.LocalCluster.Controllers.GarbageCollection;
using InferOps.LocalCluster.Controllers.Jobs;
using InferOps.LocalCluster.Controllers.Namespaces;
using InferOps.LocalCluster.Controllers.ReplicaSets;
using InferOps.LocalCluster.Scheduler;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Controllers;

/// <summary>The controllers and the scheduler, over one set of informers.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private readonly InformerSet _informers;
    private readonly List<BackgroundPart> _parts = [];

    private ControlPlane(InformerSet informers) => _informers = informers;

    public static ControlPlane Start(KubeClient controllers, KubeClient scheduler, TimeProvider time, ILoggerFactory logging)
    {
        var log = logging.CreateLogger("controllers");
        var informers = new InformerSet(controllers, log);
        var context = new ControllerContext(controllers, informers, new EventRecorder(controllers, "controller-manager", time, log), time, log);
        var events = new EventRecorder(scheduler, "default-scheduler", time, log);
        var plane = new ControlPlane(informers);
        plane.Run("deployment controller", new DeploymentController(context).RunAsync, log);
        plane.Run("replicaset controller", new ReplicaSetController(context).RunAsync, log);
        plane.Run("endpoints controller", new EndpointsController(context).RunAsync, log);
        plane.Run("disruption controller", new DisruptionController(context).RunAsync, log);
        plane.Run("job controller", new JobController(context).RunAsync, log);
        plane.Run("claim binder", new ClaimBinder(context).RunAsync, log);
        plane.Run("namespace controller", new NamespaceController(context, new ApiCatalog(controllers)).RunAsync, log);
        plane.Run("garbage collector", new GarbageCollector(context, new ApiCatalog(controllers)).RunAsync, log);
        plane.Run("scheduler", new PodScheduler(scheduler, informers, events, time, logging.CreateLogger("scheduler")).RunAsync, log);
        return plane;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts) await part.DisposeAsync();
        await _informers.DisposeAsync();
    }

    private void Run(string name, Func<CancellationToken, Task> run, ILogger log) => _parts.Add(BackgroundPart.Start(name, run, log));
}
