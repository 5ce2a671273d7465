using FsCheck;
using FsCheck.Fluent;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Scaling;

/// <summary>Bounds that hold from every state, not only from those that a test thought of.</summary>
public sealed class ScalingProperties
{
    private static readonly Gen<ScalingInput> Inputs =
        from min in Gen.Choose(0, 3)
        from max in Gen.Choose(0, 9)
        from current in Gen.Choose(0, 14)
        from pending in Gen.Choose(0, 3)
        from late in Gen.Choose(0, 1)
        from rollout in Gen.Elements(true, false)
        from target in Gen.Choose(20, 100)
        from upWindow in Gen.Choose(0, 2)
        from recommendations in Gen.ListOf(Gen.Choose(0, 12), 5)
        from changes in Gen.ListOf(Gen.Choose(-3, 4), 3)
        from asked in Gen.Choose(0, 9)
        from demand in Demands
        select new ScalingInput
        {
            Now = Scene.Noon,
            Policy = Scene.Rules(new ScalingSpec
            {
                MinReplicas = min,
                MaxReplicas = Math.Max(1, min + max),
                TargetUtilization = Amount.From(target / 100m),
                IdleAfter = min == 0 ? new Duration("1m") : default(Duration?),
                ScaleUp = new ScalingBehavior { StabilizationWindow = Duration.From(TimeSpan.FromMinutes(upWindow)) },
            }),
            Supply = new Supply { Current = current, Ready = Math.Max(0, current - pending - late), Pending = Math.Min(pending, current), Late = late, RolloutInProgress = rollout },
            Demand = demand,
            Memory = new ScalingMemory
            {
                LastCurrent = current,
                Asked = asked,
                IdleSince = Scene.Noon.AddMinutes(-asked),
                Recommendations = [.. recommendations.Select((replicas, at) => new Recommendation(Scene.Noon.AddSeconds(-100 * (5 - at)), replicas))],
                Changes = [.. changes.Select((delta, at) => new Change(Scene.Noon.AddSeconds(-25 * (3 - at)), delta))],
            },
        };

    private static Gen<DemandEstimate> Demands =>
        from busy in Gen.Choose(0, 1200)
        from rising in Gen.Choose(0, 200)
        from backlog in Gen.Choose(0, 400)
        from partial in Gen.Elements(true, false, false)
        select Scene.Demand(busy / 100d, backlog / 100d, rising / 100d) with { LowerBound = partial };

    private static void Holds(Gen<ScalingInput> inputs, Func<ScalingInput, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(10_000), Prop.ForAll(inputs.ToArbitrary(), property));

    private static int Decide(ScalingInput input) => ScalingDecider.Decide(input).Decision.Replicas;

    [Fact]
    public void Replicas_stay_within_their_bounds() =>
        Holds(Inputs, input => Decide(input) >= input.Policy.MinReplicas && Decide(input) <= input.Policy.MaxReplicas);

    [Fact]
    public void More_demand_never_gives_fewer_replicas() => Holds(Inputs, input =>
    {
        var demand = input.Demand.Demand!;
        return new[] { (0.3, 0d), (0d, 0.3), (5d, 5d) }.All(more =>
        {
            var greater = Scene.Demand(demand.Busy + more.Item1, demand.Backlog + more.Item2, demand.Forecast - demand.Busy) with { LowerBound = input.Demand.LowerBound };
            return Decide(input with { Demand = greater }) >= Decide(input);
        });
    });

    [Fact]
    public void Unknown_demand_changes_nothing_within_the_bounds() => Holds(Inputs, input =>
        Decide(input with { Demand = Scene.Unknown() }) == Math.Clamp(input.Supply.Current!.Value, input.Policy.MinReplicas, input.Policy.MaxReplicas));

    [Fact]
    public void A_lower_bound_of_demand_removes_nothing() => Holds(Inputs, input =>
        Decide(input with { Demand = input.Demand with { LowerBound = true } }) >= Math.Min(input.Supply.Current!.Value, input.Policy.MaxReplicas));

    [Fact]
    public void A_service_with_more_arrivals_than_capacity_can_grow() => Holds(Inputs, input =>
    {
        var current = input.Supply.Current!.Value;
        var free = input with
        {
            Demand = Scene.Demand(current + 0.01),
            Memory = new ScalingMemory { LastCurrent = current },
        };
        return current >= input.Policy.MaxReplicas || Decide(free) > current;
    });

    [Fact]
    public void A_decision_that_was_applied_is_not_followed_by_its_opposite() => Holds(Inputs, input =>
    {
        var first = ScalingDecider.Decide(input);
        var current = input.Supply.Current!.Value;
        var again = input with { Now = input.Now.AddSeconds(15), Memory = first.Memory, Supply = input.Supply with { Current = first.Decision.Replicas } };
        var second = Decide(again);
        return first.Decision.Replicas < current ? second <= first.Decision.Replicas : first.Decision.Replicas <= current || second >= first.Decision.Replicas;
    });

    [Fact]
    public void Every_change_of_the_proposal_is_named_in_the_closed_set()
    {
        var names = typeof(Limits).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToHashSet();
        Holds(Inputs, input => ScalingDecider.Decide(input).Decision.LimitedBy.All(names.Contains));
    }
}
