using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.Operator.Reconciliation;
using InferOps.Operator.Reconciliation.Scaling;
using InferOps.Operator.Reconciliation.Services;

namespace InferOps.Benchmarks.Operator;

/// <summary>What one fleet costs the operator. Times in seconds for all services together.</summary>
internal sealed record FleetCost(int Services, double Scaling, double Placement, double Reconcile, double KibibytesPerService, int Queries)
{
    /// <summary>One decision about every service: how many replicas, and where.</summary>
    public double Decision => Scaling + Placement;
}

/// <summary>Runs the operator's loops over a fleet that has settled, and takes their times.</summary>
internal sealed class FleetRun : ITokenRateSource
{
    private readonly SyntheticCluster _cluster;
    private IReadOnlyDictionary<ObjectKey, TokenRates> _rates = new Dictionary<ObjectKey, TokenRates>();
    private int _queries;

    private FleetRun(int services) => _cluster = new(services);

    public static async Task<FleetCost> MeasureAsync(int services, CancellationToken cancellationToken)
    {
        var run = new FleetRun(services);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var board = new ScalingBoard();
        var autoscaler = new AutoscaleLoop(run._cluster, run, board, new(), TimeProvider.System);
        var reconciler = new ServiceReconciler(run._cluster, board, new DesiredOptions { RuntimeImage = "runtime" }, TimeProvider.System);

        // The first pass makes everything, the next ones settle what pods change in statuses.
        for (var pass = 0; pass < 3; pass++)
        {
            await run.ReconcileAllAsync(reconciler, cancellationToken);
            run._cluster.RunControllers();
            run._rates = run._cluster.Rates();
            await autoscaler.TickAsync(cancellationToken);
        }
        var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
        var writes = run._cluster.Writes;
        var scaling = await TimeAsync(() => autoscaler.TickAsync(cancellationToken));
        var placement = await TimeAsync(() => Task.FromResult(run.PlaceAll()));
        var reconcile = await TimeAsync(async () => await run.ReconcileAllAsync(reconciler, cancellationToken));
        if (run._cluster.Writes != writes) throw new InvalidOperationException($"{run._cluster.Writes - writes} objects were written although nothing changed");
        GC.KeepAlive(autoscaler);
        return new(services, scaling, placement, reconcile, memory / 1024.0 / services, run._queries);
    }

    public Task<TokenRateAnswer> AskAsync(IReadOnlyList<Query> queries, CancellationToken cancellationToken)
    {
        _queries = queries.Count;
        return Task.FromResult(new TokenRateAnswer { Rates = _rates });
    }

    public Task<IReadOnlyDictionary<string, double>> AskByReplicaAsync(string query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, double>>(new Dictionary<string, double>());

    private async Task<int> ReconcileAllAsync(ServiceReconciler reconciler, CancellationToken cancellationToken)
    {
        foreach (var key in _cluster.Services()) await reconciler.ReconcileAsync(key, cancellationToken);
        return 0;
    }

    /// <summary>Every service is placed on one ledger, one after the other, as its reconcile does it.</summary>
    private int PlaceAll()
    {
        var fleet = _cluster.Fleet();
        var pools = PoolSet.Of(fleet.Pools);
        var ledger = new GpuLedger(pools.Valid, fleet.Nodes, fleet.GpuUses);
        var placed = 0;
        foreach (var key in _cluster.Services())
        {
            var view = _cluster.Service(key)!;
            var spec = EffectiveSpec.Resolve(key.Name, view.Service.Spec);
            var owner = new BookingOwner(key, spec.Resources.Gpus, spec.Placement.Priority, TakesSpares: false);
            var survey = PoolSurvey.Of(new()
            {
                Owner = owner, Ledger = ledger, Invalid = pools.Invalid,
                Holdings = view.Deployments.ToDictionary(deployment => deployment.Pool, deployment => new Holding(deployment.DesiredReplicas, deployment.ReadyReplicas)),
            });
            var plan = Planner.Plan(PlacementRequest.For(spec, Footprint.Of(spec, null), 1, survey, SyntheticFleet.Start));
            ledger.Put(Booking.Of(owner, plan));
            placed += plan.Replicas;
        }
        return placed;
    }

    private static async Task<double> TimeAsync<T>(Func<Task<T>> work)
    {
        GC.Collect();
        var begin = TimeProvider.System.GetTimestamp();
        await work();
        return TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
    }
}
