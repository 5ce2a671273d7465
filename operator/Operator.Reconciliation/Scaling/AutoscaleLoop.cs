using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Reconciliation.Scaling;

/// <summary>
/// Asks Prometheus once for all services, estimates each service's demand, and asks for a reconcile where the answer changes something. Writes nothing to
/// the cluster: it may run on every replica of the operator, so that a new leader knows at once what the old one knew.
/// </summary>
public sealed class AutoscaleLoop(IClusterApi cluster, ITokenRateSource rates, ScalingBoard board, AutoscaleOptions options, TimeProvider time)
{
    private static readonly IReadOnlyDictionary<string, double> NoLoads = new Dictionary<string, double>();

    private readonly Dictionary<ObjectKey, ScalingDecision> _announced = [];

    /// <summary>Runs until cancelled.</summary>
    /// <param name="reconcile">Asks for a reconcile of a service; must not block.</param>
    public async Task RunAsync(Action<ObjectKey> reconcile, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Interval, time);
        do
        {
            foreach (var service in await TickAsync(cancellationToken)) reconcile(service);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>One round. Returns the services whose decision changed.</summary>
    public async Task<IReadOnlyList<ObjectKey>> TickAsync(CancellationToken cancellationToken)
    {
        var fleet = cluster.Fleet();
        var services = cluster.Services();
        var answer = await rates.AskAsync(Queries.For(fleet.Engines.Select(engine => engine.Spec.Metrics), options.ScrapeInterval, options.RateWindow), cancellationToken);
        var clock = new ScalingClock(time.GetUtcNow(), options.ScrapeInterval, options.RateWindow);
        board.KeepOnly(services);
        foreach (var gone in _announced.Keys.Except(services).ToList()) _announced.Remove(gone);
        IReadOnlyList<ObjectKey> changed = [.. services.Where(key => cluster.Service(key) is { } view && Update(view, fleet, answer, clock))];
        board.Loads = services.Any(HasTooMany) ? await LoadsAsync(fleet, cancellationToken) : NoLoads;
        return changed;
    }

    /// <summary>Only then it matters who is idle.</summary>
    private bool HasTooMany(ObjectKey key) =>
        _announced.TryGetValue(key, out var decision) && cluster.Service(key) is { } view && view.Deployments.Sum(deployment => deployment.DesiredReplicas) > decision.Replicas;

    private async Task<IReadOnlyDictionary<string, double>> LoadsAsync(Fleet fleet, CancellationToken cancellationToken) =>
        Queries.ReplicaLoads(fleet.Engines.Select(engine => engine.Spec.Metrics)) is { Length: > 0 } query ? await rates.AskByReplicaAsync(query, cancellationToken) : NoLoads;

    /// <summary>True: the service should be reconciled because of it.</summary>
    private bool Update(ServiceView view, Fleet fleet, TokenRateAnswer answer, ScalingClock clock)
    {
        var key = view.Service.Key;
        if (InferenceServiceValidator.Validate(view.Service.Spec).Count > 0) return false;
        var spec = EffectiveSpec.Resolve(key.Name, view.Service.Spec);
        var before = board.Find(key);
        var estimate = ServiceScaler.Estimate(view, spec, fleet, answer, clock, before?.Demand.Memory ?? DemandMemory.Starting(view.Service.Status));
        var outcome = ServiceScaler.Decide(view, spec, fleet, before is null ? new(estimate, ScalingMemory.Starting(clock.Now, view.Service.Status)) : before with { Demand = estimate }, clock.Now);
        board.Post(key, new(estimate, outcome.Memory));
        var changed = !_announced.TryGetValue(key, out var announced) || Differs(announced, outcome.Decision);
        _announced[key] = outcome.Decision;
        return changed;
    }

    /// <summary>Whether users would see a difference. Throughput moves with every tick; the status rounds it, and rewrites it only when that changes.</summary>
    private static bool Differs(ScalingDecision before, ScalingDecision after) =>
        before.Replicas != after.Replicas || before.Standby != after.Standby || before.Reason != after.Reason || before.Hold?.Reason != after.Hold?.Reason || before.Throughput != after.Throughput;
}

/// <summary>The rhythm of scaling.</summary>
public sealed record AutoscaleOptions
{
    /// <summary>How often demand is estimated; no more often than targets are scraped.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What rates are taken over; at least four scrapes.</summary>
    public TimeSpan RateWindow { get; init; } = TimeSpan.FromMinutes(1);
}
