using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Status;

/// <summary>Does every replica have a pool, and if not, why not?</summary>
internal static class PlacedSummarizer
{
    public static Finding Summarize(StatusInput input) => input switch
    {
        { Spec: null } => Finding.Unknown(Reasons.SpecInvalid, "Nothing is placed before the spec is valid."),
        { Suspended: true } => Finding.True(Reasons.NothingToPlace, "spec.suspend is true."),
        { ModelFailure: { } failure } => PodProblems.Of(failure),
        { Plan: { } plan } => Of(plan, input),
        { Model: null } => Inspecting(input),
        _ => Finding.Unknown(Reasons.Reconciling, "Not placed yet."),
    };

    private static Finding Inspecting(StatusInput input) =>
        PodProblems.Find(input.Pods.Where(pod => pod.Inspection)) is { } problem
            ? problem with { Message = $"The model's header cannot be read: {problem.Message}" }
            : AvailableSummarizer.Refused(input.Refusals)
              ?? Finding.Unknown(Reasons.InspectingModel, "Reading the model's header to learn how much GPU memory a replica needs.");

    private static Finding Of(PlacementPlan plan, StatusInput input)
    {
        if (plan.Shortfall == 0)
        {
            return plan.Allocations.Count == 0
                ? Finding.True(Reasons.NothingToPlace, "No replica is wanted.")
                : Finding.True(Reasons.Placed, $"Placed on {string.Join(", ", plan.Allocations.Select(Name))}.");
        }
        var rejections = string.Join("; ", plan.Rejected.Select(pool => $"{pool.Name}: {pool.Reason} ({pool.Message})"));
        if (plan.Allocations.Count > 0) return Finding.False(Reasons.PartlyPlaced, $"Some replicas have no pool: {rejections}", FailsClosed(input));
        if (plan.Rejected.Count == 0) return Finding.False(Reasons.NoPools, "There is no ComputePool; create one (kubectl explain computepool.spec).", permanent: true);
        return plan.Rejected.All(IsTooSmall)
            ? Finding.False(Reasons.TooLargeForAnyGpu, $"No permitted pool has GPUs that hold a replica: {rejections}. Use a smaller quantisation, fewer contextTokens or more gpus.", permanent: true)
            : Finding.False(Reasons.NoPoolFits, $"No pool takes a replica: {rejections}", FailsClosed(input) || !plan.Rejected.Any(MayPass));
    }

    private static string Name(PoolAllocation allocation) => allocation.Bridging > 0 ? $"{allocation.Pool} (bridges until a cheaper pool answers)" : allocation.Pool;

    private static bool FailsClosed(StatusInput input) => input.Spec?.Placement.OnNoCapacity == NoCapacityPolicy.FailClosed;

    private static bool IsTooSmall(RejectedPool pool) => pool.Reason is PlacementReasons.NotEnoughGpuMemory or PlacementReasons.NotEnoughGpusPerNode;

    private static bool MayPass(RejectedPool pool) => pool.Reason
        is PlacementReasons.NoNodes or PlacementReasons.NoGpusOnNodes or PlacementReasons.CoolingDown or PlacementReasons.QuotaExceeded or PlacementReasons.NoFreeGpus or PlacementReasons.YieldedGpus;
}
