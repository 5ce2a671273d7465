using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Advice.Rules;

/// <summary>What the GPUs of a pool, counted from the first, save on cloud pools at their present prices. Money per hour.</summary>
internal sealed class Worth(EffectivePool pool, PoolHistory history, IReadOnlyDictionary<string, EffectivePool> pools)
{
    /// <summary>A GPU that is there, or advised already, is given up a tenth below what it costs: between night and day a curve moves by a few hundredths, and advice must not come and go with it.</summary>
    private const decimal Staying = 0.9m;

    private const double Seen = 0.0005;

    public EffectivePool Pool => pool;

    public PoolHistory History => history;

    public decimal Of(int gpu) => history.Shares.Keys.Sum(cloud => Price(cloud) is { } price ? (decimal)history.Share(gpu, cloud) * price : 0);

    /// <summary>Energy, while it is busy.</summary>
    public decimal Energy(int gpu) => (decimal)history.Share(gpu) * pool.EnergyGpuHour;

    /// <summary>Some hours it was needed, and nothing else may serve what it served: no price says what that is worth.</summary>
    public bool IsIrreplaceable(int gpu) => history.Shares.Keys.Any(cloud => Price(cloud) is null && history.Share(gpu, cloud) > Seen);

    /// <summary>Cloud pools that the GPUs of these numbers take work from.</summary>
    public IReadOnlyList<string> Relieved(int first, int last) =>
        [.. history.Shares.Keys.Where(cloud => Price(cloud) is not null && Enumerable.Range(first, last - first + 1).Any(gpu => history.Share(gpu, cloud) > Seen)).Order(StringComparer.Ordinal)];

    /// <summary>GPUs worth having.</summary>
    /// <param name="costs">Per hour, of one.</param>
    public int Count(decimal costs, int committed)
    {
        var standing = history.Advised ?? committed;
        var count = 0;
        while (count < history.Gpus && IsWorth(count + 1)) count++;
        return count;

        bool IsWorth(int gpu) =>
            Of(gpu) - Energy(gpu) is var gain && gain > 0 && gain >= (gpu <= standing ? Staying : 1) * costs || (gpu <= committed && IsIrreplaceable(gpu));
    }

    private decimal? Price(string cloud) => pools.TryGetValue(cloud, out var other) && other.Currency == pool.Currency ? Costs.MarginalBeyond(other) : null;
}

/// <summary>What a rule found for a pool.</summary>
/// <param name="Gpus">That it should have.</param>
/// <param name="Advice">Null: it has them, or nothing can be done about it now.</param>
internal sealed record Verdict(string Pool, int Gpus, CommitmentAdvice? Advice);
