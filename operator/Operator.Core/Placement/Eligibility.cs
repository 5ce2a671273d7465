using InferOps.Operator.Core.Placement.Filters;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>The pools that may hold replicas of a service at all, and why the others may not.</summary>
internal sealed record Eligibility(IReadOnlyList<PoolCandidate> Permitted, IReadOnlyList<RejectedPool> Rejected)
{
    public static Eligibility Of(PlacementRequest request)
    {
        var permitted = new List<PoolCandidate>();
        var rejected = new List<RejectedPool>(request.Survey.Invalid);
        foreach (var pool in request.Survey.Candidates)
        {
            if (PoolFilters.FirstRejection(pool, request) is { } rejection) rejected.Add(rejection.Of(pool));
            else permitted.Add(pool);
        }
        return WithOneCurrency(permitted, rejected);
    }

    /// <summary>Costs in different currencies cannot be compared. The currency of most pools stays.</summary>
    private static Eligibility WithOneCurrency(List<PoolCandidate> permitted, List<RejectedPool> rejected)
    {
        var byCurrency = permitted.GroupBy(pool => pool.Pool.Currency, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        foreach (var pool in byCurrency.Skip(1).SelectMany(group => group))
        {
            var differs = new Rejection(PlacementReasons.CurrencyDiffers,
                $"is priced in {pool.Pool.Currency}, other permitted pools in {byCurrency[0].Key}; use one currency so that costs can be compared");
            rejected.Add(differs.Of(pool));
        }
        return new(byCurrency.Count == 0 ? [] : [.. byCurrency[0]], rejected);
    }
}
