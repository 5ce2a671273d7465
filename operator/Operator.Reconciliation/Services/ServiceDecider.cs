using System.Text.Json.Nodes;
using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.Operator.Reconciliation.Placement;
using InferOps.Operator.Reconciliation.Scaling;

namespace InferOps.Operator.Reconciliation.Services;

/// <summary>The decision about one service, step by step: validate, know the model, decide the number, place, build.</summary>
internal static class ServiceDecider
{
    private static readonly PlacementPlan Nowhere = new() { Allocations = [], Rejected = [], Shortfall = 0 };

    public static ServiceDecision Decide(DecisionInput input)
    {
        var (view, fleet) = (input.View, input.Fleet);
        var service = view.Service;
        var remembered = Footprint.Remembered(service.Status.Model);
        var violations = InferenceServiceValidator.Validate(service.Spec, Catalog.Of(fleet.Engines, fleet.Pools), remembered?.Format);
        // A spec that cannot be acted on changes nothing: what runs keeps running until it is corrected.
        if (violations.Count > 0) return new() { Violations = violations };

        var declared = EffectiveSpec.Resolve(service.Key.Name, service.Spec);
        var observedEngine = fleet.Engines.Single(engine => engine.Name == declared.Engine.Name);
        var engineViolations = InferenceEngineValidator.Validate(observedEngine.Spec);
        if (engineViolations.Count > 0) return new() { Violations = engineViolations };

        var engine = EffectiveEngine.Resolve(observedEngine);
        var model = ModelInspection.Of(view, declared, engine);
        var spec = EffectiveSpec.Resolve(service.Key.Name, service.Spec, model.Facts);
        var decision = new ServiceDecision { Spec = spec, Engine = engine, Model = model };
        if (spec.Suspended) return Suspend(input, decision);
        return model.Needed ? Inspect(input, decision) : Place(input, decision);
    }

    private static ServiceDecision Suspend(DecisionInput input, ServiceDecision decision)
    {
        input.Book.Forget(input.View.Service.Key);
        return decision with { Scaling = Scale(input, decision.Spec!), Plan = Nowhere, Objects = Objects(input, decision, Nowhere) };
    }

    /// <summary>Until the header has been read nobody knows what fits. Replicas of the model before this one keep serving.</summary>
    private static ServiceDecision Inspect(DecisionInput input, ServiceDecision decision)
    {
        var inspection = DesiredObjects.Inspection(Desired(input, decision, Nowhere), input.Fleet.ValidPools());
        return decision with
        {
            Objects = [.. DesiredObjects.For(Desired(input, decision, Nowhere)), inspection],
            Prune = false,
            Renew = InspectionRetry.Due(input, ManifestKey.Of(inspection)),
        };
    }

    private static ServiceDecision Place(DecisionInput input, ServiceDecision decision)
    {
        var spec = decision.Spec!;
        var footprint = Footprint.Of(spec, decision.Model.Facts);
        var scaling = Scale(input, spec);
        var owner = new BookingOwner(input.View.Service.Key, footprint.Gpus, spec.Placement.Priority, spec.Placement.WarmSpares != WarmSpares.None);
        var booked = input.Book.Book(new(owner, input.Fleet, input.ExistingBookings), entry => Planner.Plan(Request(entry)));
        return decision with
        {
            Footprint = footprint, Scaling = scaling, Plan = booked.Plan, Concerned = booked.Concerned, Objects = Objects(input, decision, booked.Plan),
        };

        PlacementRequest Request(BookEntry entry)
        {
            // Unknown demand is not zero: a service that lost its last replica tells nothing, and is missed as much as before.
            var demand = scaling.Demand ?? input.Memory.Demand;
            var coolDowns = CoolDowns.Next(new()
            {
                Previous = input.Memory.CoolDowns, Pools = input.Fleet.ValidPools(), Pods = input.View.Pods, Deployments = input.View.Deployments,
                Clearing = entry.Ledger.Clearing(owner.Service), Now = input.Now,
            });
            return PlacementRequest.For(spec, footprint, scaling.Replicas, Survey(input, owner, entry, coolDowns), input.Now) with
            {
                GpuVendors = decision.Engine!.GpuVendors,
                Standby = scaling.Standby,
                Urgent = IsUrgent(input.View, demand),
                Memory = input.Memory with { CoolDowns = coolDowns, Demand = demand },
            };
        }
    }

    /// <summary>Whether requests want more than what answers. While pods are replaced, those that are missing are not missed.</summary>
    private static bool IsUrgent(ServiceView view, double? demand) =>
        demand > view.Pods.Count(pod => pod is { Inspection: false, Ready: true, Terminating: false }) && !view.Deployments.Any(deployment => deployment.RolloutInProgress);

    private static ScalingDecision Scale(DecisionInput input, EffectiveSpec spec) =>
        ServiceScaler.Decide(input.View, spec, input.Fleet, input.Known, input.Now).Decision;

    private static PoolSurvey Survey(DecisionInput input, BookingOwner owner, BookEntry entry, IReadOnlyList<CoolDown> coolDowns) => PoolSurvey.Of(new()
    {
        Owner = owner,
        Ledger = entry.Ledger,
        Contested = entry.Contested,
        Invalid = input.Fleet.PoolSet.Invalid,
        Holdings = Holdings(input.View, entry.Own),
        CoolDowns = coolDowns,
    });

    /// <summary>What was booked last counts even where the watch does not show it yet.</summary>
    private static Dictionary<string, Holding> Holdings(ServiceView view, Booking? own)
    {
        var pools = (own?.Replicas.Keys ?? []).Union(view.Deployments.Select(deployment => deployment.Pool));
        return pools.ToDictionary(pool => pool, pool =>
        {
            var pods = view.Pods.Where(pod => pod is { Inspection: false, Terminating: false } && pod.Pool == pool).ToList();
            var asked = own?.All(pool) ?? view.Deployments.Where(deployment => deployment.Pool == pool).Sum(deployment => deployment.DesiredReplicas);
            return new Holding(asked, pods.Count(pod => pod.Ready)) { Created = pods.Count, YoungestSince = pods.Max(pod => (DateTimeOffset?)pod.CreatedAt) };
        });
    }

    private static IReadOnlyList<JsonObject> Objects(DecisionInput input, ServiceDecision decision, PlacementPlan plan) => DesiredObjects.For(Desired(input, decision, plan));

    private static DesiredInput Desired(DecisionInput input, ServiceDecision decision, PlacementPlan plan) => new()
    {
        Service = input.View.Service,
        Spec = decision.Spec!,
        Engine = decision.Engine!,
        Pools = input.Fleet.ValidPools(),
        Plan = plan,
        Options = input.Options,
    };
}

/// <summary>One snapshot to decide from.</summary>
internal sealed record DecisionInput
{
    public required ServiceView View { get; init; }

    public required Fleet Fleet { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required DesiredOptions Options { get; init; }

    /// <summary>Null: the autoscale loop has not looked at the service yet.</summary>
    public ScalingKnowledge? Known { get; init; }

    public required PlacementBook Book { get; init; }

    /// <summary>What the previous placement of the service left.</summary>
    public PlacementMemory Memory { get; init; } = PlacementMemory.Empty;

    /// <summary>Every service's bookings as the cluster shows them, for a book that has just been opened.</summary>
    public required Func<IEnumerable<Booking>> ExistingBookings { get; init; }
}
