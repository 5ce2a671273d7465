using InferOps.Operator.Core.Advice;
using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Reconciliation.Advice;
using InferOps.Operator.Reconciliation.Scaling;
using InferOps.Operator.Reconciliation.Services;
using InferOps.Operator.Simulator.Cluster;
using InferOps.Operator.Simulator.Metrics;

namespace InferOps.Operator.Simulator.Rules;

/// <summary>The operator's own two loops, unchanged, over the simulated cluster.</summary>
internal sealed class InferOpsRule(SimulatedCluster cluster, PodFleet fleet, SimulatedPrometheus prometheus, VirtualTime time) : IScalingRule
{
    private static readonly AutoscaleOptions Options = new();
    private static readonly AdviceOptions Advising = new() { Namespace = "inferops-system" };
    private readonly ScalingBoard _board = new();
    private readonly Dictionary<ObjectKey, double> _due = [];
    private readonly Dictionary<ObjectKey, int> _seen = [];
    private AutoscaleLoop? _autoscaler;
    private ServiceReconciler? _reconciler;
    private AdviceLoop? _advice;
    private double _nextTick;
    private double _nextRecord;

    public async Task ActAsync(CancellationToken cancellationToken)
    {
        _autoscaler ??= new(cluster, prometheus, _board, Options, time);
        _reconciler ??= NewReconciler();
        if (time.Seconds >= _nextTick)
        {
            _nextTick = time.Seconds + Options.Interval.TotalSeconds;
            foreach (var changed in await _autoscaler.TickAsync(cancellationToken)) _due[changed] = time.Seconds;
        }

        _advice ??= new(cluster, _board, Advising, time);
        if (time.Seconds >= _nextRecord)
        {
            _nextRecord = time.Seconds + Advising.Interval.TotalSeconds;
            await _advice.TickAsync(cancellationToken);
        }

        foreach (var service in cluster.Services())
        {
            // The watch tells about pods; here a digest of them does.
            var pods = PodsOf(service);
            if (_seen.GetValueOrDefault(service) != pods) _due[service] = time.Seconds;
            _seen[service] = pods;
            if (_due.GetValueOrDefault(service) <= time.Seconds) _due[service] = time.Seconds + (await _reconciler.ReconcileAsync(service, cancellationToken)).TotalSeconds;
        }

        cluster.RunControllers();
    }

    public IReadOnlyList<CommitmentAdvice> Advise() => _advice?.Foresee() ?? [];

    private ServiceReconciler NewReconciler()
    {
        var reconciler = new ServiceReconciler(cluster, _board, new DesiredOptions { RuntimeImage = "runtime" }, time);
        reconciler.Concerned += other => _due[other] = time.Seconds;
        return reconciler;
    }

    private int PodsOf(ObjectKey service)
    {
        var digest = default(HashCode);
        foreach (var pod in fleet.Of(service)) digest.Add((pod.Number, pod.Ready, pod.Node?.Name, pod.TerminatingSince is null));
        return digest.ToHashCode();
    }
}
