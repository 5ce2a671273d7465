using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Tests.Scaling;

/// <summary>A service over time: says what is measured, lets decisions act at once, and moves the clock.</summary>
internal sealed class Scene
{
    public static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Noon;

    public EffectiveScaling Policy { get; set; } = Rules();

    public int Current { get; set; } = 2;

    public int Pending { get; set; }

    public bool Rollout { get; set; }

    /// <summary>Ready beyond what was decided.</summary>
    public int Spares { get; set; }

    public bool Suspended { get; set; }

    /// <summary>Long enough in service that no window is still filling.</summary>
    public ScalingMemory Memory { get; set; } = new() { LastCurrent = 2 };

    public static EffectiveScaling Rules(ScalingSpec? spec = null) =>
        EffectiveSpec.Resolve("svc", new InferenceServiceSpec { Scaling = spec ?? new ScalingSpec { MinReplicas = 1, MaxReplicas = 10 } }).Scaling;

    public static DemandEstimate Demand(double busy, double backlog = 0, double rising = 0) => new()
    {
        Demand = new ReplicaDemand(busy, busy + rising, backlog),
        Idle = busy + backlog == 0,
        Memory = DemandMemory.Empty,
    };

    public static DemandEstimate Unknown(string reason = HoldReasons.MetricsMissing) => new() { Hold = new Hold(reason, "No metrics."), Memory = DemandMemory.Empty };

    public ScalingInput Input(DemandEstimate demand) => new()
    {
        Now = Now,
        Policy = Policy,
        Suspended = Suspended,
        Supply = new Supply { Current = Current, Ready = Current - Pending + Spares, Pending = Pending, RolloutInProgress = Rollout },
        Demand = demand,
        Memory = Memory,
    };

    /// <summary>Decides, applies, and lets time pass.</summary>
    public ScalingDecision Tick(DemandEstimate demand, double seconds = 15)
    {
        var outcome = ScalingDecider.Decide(Input(demand));
        (Current, Memory, Now) = (outcome.Decision.Replicas, outcome.Memory, Now.AddSeconds(seconds));
        return outcome.Decision;
    }

    public ScalingDecision TickFor(TimeSpan time, DemandEstimate demand)
    {
        var end = Now + time;
        var decision = Tick(demand);
        while (Now <= end) decision = Tick(demand);
        return decision;
    }
}
