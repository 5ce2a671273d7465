using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Placement.Filters;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Admission;

/// <summary>Which of the pools that exist a service may use, by the same filters that place its replicas.</summary>
internal sealed record PoolChoice(IReadOnlyList<PoolCandidate> Permitted, IReadOnlyList<(PoolCandidate Pool, Rejection Why)> Rejected)
{
    /// <summary>What only the specs decide, and not what nodes are there now.</summary>
    private static readonly HashSet<string> BySpec =
    [
        PlacementReasons.PoolTypeNotPermitted, PlacementReasons.RegionNotPermitted, PlacementReasons.DataClassNotPermitted, PlacementReasons.NotSingleTenant,
    ];

    /// <summary>Rejected for what the spec of the service and of the pool say, whatever nodes come or go.</summary>
    public IEnumerable<(PoolCandidate Pool, Rejection Why)> RejectedBySpec => Rejected.Where(rejected => BySpec.Contains(rejected.Why.Reason));

    public static PoolChoice Of(ServiceWrite write, EffectiveSpec spec)
    {
        var survey = PoolSurvey.Of(new()
        {
            Owner = new(write.Key, spec.Resources.Gpus, spec.Placement.Priority, TakesSpares: false), Ledger = new(PoolSet.Of(write.Facts.Pools).Valid, write.Facts.Nodes, []),
        });
        var request = PlacementRequest.For(spec, Footprint.Of(spec, write.Model), 1, survey, write.Facts.Now);
        var judged = survey.Candidates.Select(pool => (Pool: pool, Why: PoolFilters.FirstRejection(pool, request))).ToList();
        return new([.. judged.Where(pool => pool.Why is null).Select(pool => pool.Pool)], [.. judged.Where(pool => pool.Why is not null).Select(pool => (pool.Pool, pool.Why!))]);
    }
}
