using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Placement;

/// <summary>
/// What one GPU of a pool costs per hour, in two meanings that are never mixed:
/// <code>
///               marginal, committed   marginal, beyond                      full
/// OnPremises    energy                energy                                capex / (lifetime × 730) + energy; gpuHour where no capex is given
/// Dedicated     energy (usually 0)    gpuHour                               gpuHour
/// Cloud         energy (usually 0)    gpuHour × (1 + interruptions × lead)  gpuHour
/// </code>
/// Marginal is what one more replica adds to the bill and drives placement. Full counts in what is paid for anyway and drives reports.
/// A rental term that has ended commits nothing.
/// </summary>
public static class Costs
{
    /// <summary>Hours of a month: 8,760 / 12.</summary>
    public const decimal HoursPerMonth = 730;

    /// <summary>Per GPU and hour, for a GPU that is paid for whether used or not.</summary>
    public static decimal MarginalCommitted(EffectivePool pool) => pool.EnergyGpuHour;

    /// <summary>Per GPU and hour, for a GPU beyond the commitment. An interrupted replica is paid for while its successor starts.</summary>
    public static decimal MarginalBeyond(EffectivePool pool) => pool.Type == PoolType.OnPremises
        ? pool.EnergyGpuHour
        : (pool.GpuHour ?? 0) * (1 + (pool.InterruptionsPerHour * (decimal)pool.LeadTime.TotalHours));

    /// <summary>Per GPU and hour, with everything paid for counted in.</summary>
    public static decimal Full(EffectivePool pool) => pool.Type != PoolType.OnPremises
        ? pool.GpuHour ?? 0
        : pool.CapexPerGpu is { } capex
            ? (capex / (pool.LifetimeMonths * HoursPerMonth)) + pool.EnergyGpuHour
            : pool.GpuHour ?? pool.EnergyGpuHour;

    /// <summary>Whether the pool's committed GPUs are still committed.</summary>
    public static bool IsCommitted(EffectivePool pool, DateTimeOffset now) =>
        pool.Type == PoolType.OnPremises || pool.TermEnds is not { } ends || now < ends;
}
