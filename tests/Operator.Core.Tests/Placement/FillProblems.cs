using FsCheck;
using FsCheck.Fluent;
using InferOps.Operator.Core.Placement.Filling;

namespace InferOps.Operator.Core.Tests.Placement;

/// <summary>Small problems with many ties: few prices, few speeds, tight limits.</summary>
internal static class FillProblems
{
    private static readonly Gen<FillLot> Lot =
        from max in Gen.Choose(0, 4)
        from min in Gen.Choose(0, 1)
        from current in Gen.Choose(0, 4)
        from cost in Gen.Elements(0m, 0.18m, 1.2m, 3.6m)
        from start in Gen.Elements(0m, 0.1m, 0.3m)
        from speed in Gen.Elements(0.5m, 1m, 1m, 2m)
        from spot in Gen.Elements(false, false, true)
        select new FillLot { Pool = 0, Min = Math.Min(min, max), Max = max, Current = Math.Min(current, max), MarginalCost = cost, StartCost = start, Speed = speed, Spot = spot };

    public static Arbitrary<FillProblem> Any { get; } = (
        from count in Gen.Choose(1, 4)
        from lots in Gen.ListOf(Lot, count)
        from required in Gen.Choose(0, 9)
        from spotLimit in Gen.Elements<decimal?>(null, 0m, 1m, 2.5m)
        from budget in Gen.Elements<decimal?>(null, null, 1m, 5m)
        select new FillProblem([.. lots], required, spotLimit, budget)).ToArbitrary();
}
