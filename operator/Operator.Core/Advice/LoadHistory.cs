namespace InferOps.Operator.Core.Advice;

/// <summary>The load of the past, by owned and rented pool.</summary>
/// <param name="SavedAt">When it was kept last; null: never.</param>
public sealed record LoadHistory(IReadOnlyDictionary<string, PoolHistory> Pools, DateTimeOffset? SavedAt = null)
{
    public static readonly LoadHistory Empty = new(new Dictionary<string, PoolHistory>());

    /// <summary>Of a pool that is gone, nothing is kept.</summary>
    public LoadHistory Observe(IEnumerable<PoolNeed> needs, TimeSpan during) => this with
    {
        Pools = needs.ToDictionary(need => need.Pool, need => Pools.GetValueOrDefault(need.Pool, PoolHistory.Empty).Observe(need, during.TotalHours), StringComparer.Ordinal),
    };
}
