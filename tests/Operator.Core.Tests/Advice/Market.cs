using InferOps.Operator.Core.Advice;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Tests.Advice;

/// <summary>Pools with prices, and histories of what they were needed for.</summary>
internal static class Market
{
    public static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static ObservedPool Home { get; } = Pool("home", PoolType.OnPremises, new() { CapexPerGpu = "9000", LifetimeMonths = 48, EnergyGpuHour = "0.08" });

    public static ObservedPool Rented { get; } = Pool("rented", PoolType.Dedicated, new() { GpuHour = "1.20" });

    public static ObservedPool Cloud { get; } = Pool("cloud", PoolType.Cloud, new() { GpuHour = "2.00" });

    public static ObservedPool Pool(string name, PoolType type, CostSpec cost) =>
        new() { Name = name, Spec = new() { Type = type, NodeSelector = new Dictionary<string, string> { ["pool"] = name }, Cost = cost, Capacity = new() { MaxGpus = 100 } } };

    /// <summary>A history in which the first GPU was needed for the first share of hours, the second for the second, and so on, all in place of one cloud pool.</summary>
    public static PoolHistory Curve(params IEnumerable<double> shares) => Curve("cloud", shares);

    public static PoolHistory Curve(string cloud, IEnumerable<double> shares) => new()
    {
        Hours = 400, Shares = new Dictionary<string, double[]> { [cloud] = [.. shares.Concat(Enumerable.Repeat(0.0, PoolHistory.Levels)).Take(PoolHistory.Levels)] },
    };

    public static Outlook Advise(ObservedPool pool, PoolHistory history, int committed, params IEnumerable<ObservedPool> others) => CommitmentAdvisor.Advise(new()
    {
        Now = Noon,
        Pools = [.. new[] { pool, Cloud }.Concat(others).Select(EffectivePool.Resolve)],
        Committed = new Dictionary<string, int> { [pool.Name] = committed },
        History = new(new Dictionary<string, PoolHistory> { [pool.Name] = history }),
    });

    /// <summary>As <c>Rent 2</c>; empty: nothing is advised.</summary>
    public static string Show(Outlook outlook) => string.Join(", ", outlook.Advice.Select(advice => $"{advice.Action} {advice.Gpus}"));
}
