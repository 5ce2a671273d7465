using InferOps.Operator.Core.Admission.Rules;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Admission;

/// <summary>A ComputePool that is about to be written.</summary>
/// <param name="Before">The spec that is stored; null: the pool is new.</param>
public sealed record PoolWrite(string Name, ComputePoolSpec Spec, ComputePoolSpec? Before, ClusterFacts Facts)
{
    internal IEnumerable<ObservedPool> Others => Facts.Pools.Where(pool => pool.Name != Name);
}

/// <summary>Decides whether a ComputePool may be written or deleted.</summary>
public static class PoolAdmission
{
    private static readonly Judgement<ComputePoolSpec, PoolWrite> Judgement = new(ComputePoolValidator.Validate,
    [
        PoolKeepsItsNodes.Check,
        PoolKeepsItsServices.Check,
        NodesAreItsOwn.Check,
        CostsCompare.Check,
    ]);

    public static AdmissionVerdict Decide(PoolWrite write) => Judgement.Of(write.Before, write.Spec, () => write);

    /// <summary>Without their pool, replicas would be forgotten and their GPUs booked twice.</summary>
    public static AdmissionVerdict DecideDeletion(string pool, ClusterFacts facts) => new DeletionJudgement(AdmissionReasons.PoolInUse,
        services => $"ComputePool '{pool}' holds replicas of {services}; leave it out of their placement or suspend them, and delete it when status.placement no longer lists it",
        services => $"placement.pools of {services} still names ComputePool '{pool}'; take it out there, too")
        .Of(Usage.RunningOn(facts, pool), Usage.NamingPool(facts, pool));
}
