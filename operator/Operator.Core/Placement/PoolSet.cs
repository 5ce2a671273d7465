using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Placement;

/// <summary>The pools of a cluster, by name.</summary>
/// <param name="Valid">Pools whose spec can be acted on, every default resolved.</param>
/// <param name="Invalid">Pools whose spec is wrong; nothing is placed there.</param>
public sealed record PoolSet(IReadOnlyList<EffectivePool> Valid, IReadOnlyList<RejectedPool> Invalid)
{
    public static PoolSet Of(IEnumerable<ObservedPool> pools)
    {
        var valid = new List<EffectivePool>();
        var invalid = new List<RejectedPool>();
        foreach (var pool in pools.OrderBy(pool => pool.Name, StringComparer.Ordinal))
        {
            var violations = ComputePoolValidator.Validate(pool.Spec);
            if (violations.Count == 0) valid.Add(EffectivePool.Resolve(pool));
            else invalid.Add(new() { Name = pool.Name, Reason = PlacementReasons.InvalidPool, Message = $"its spec is invalid: {violations[0]}" });
        }
        return new(valid, invalid);
    }
}
