namespace InferOps.Operator.Core.Demand;

/// <summary>Learns what one replica can do: the 95th percentile of what a replica served while it had requests waiting.</summary>
/// <remarks>
/// Only a replica with a queue shows its capacity; without one it shows its load. Served rates are folded into one number of work per second, in which
/// a prompt token weighs <see cref="PromptWeight"/> of a generated one, so that a replica saturated by any mix of the two comes out as exactly one
/// replica-equivalent. Learned separately, the two would add up to two.
/// </remarks>
public sealed record CapacityEstimate(IReadOnlyList<double> Saturated)
{
    /// <summary>Prompts are evaluated many tokens at once, generation goes token by token: about ten to one on GPUs.</summary>
    private const double PromptWeight = 0.1;

    private const int Enough = 5;
    private const int Kept = 120;

    public static CapacityEstimate Nothing { get; } = new([]);

    /// <summary>The model and engine it was learned of; null: not said.</summary>
    public string? Of { get; init; }

    /// <summary>What was known before a restart of the operator; counts until enough was seen after it.</summary>
    public Capacity? Earlier { get; init; }

    /// <summary>Without what was learned of another model or engine.</summary>
    public CapacityEstimate For(string? of) => Of == of ? this : Nothing with { Of = of };

    /// <summary>Null until <see cref="Enough"/> saturated samples were seen.</summary>
    public Capacity? Learned
    {
        get
        {
            if (Saturated.Count < Enough) return Earlier;
            var sorted = Saturated.Order().ToArray();
            var work = sorted[(int)Math.Ceiling(0.95 * sorted.Length) - 1];
            return new Capacity(work / PromptWeight, work);
        }
    }

    /// <summary>Takes note of a fresh reading of <paramref name="replicas"/> replicas that all reported.</summary>
    public CapacityEstimate Observe(TokenRates rates, int replicas)
    {
        // Fewer waiting requests than replicas: some replica may have been idle, and the mean would be too low.
        if (rates.Waiting is not { } waiting || waiting < replicas || replicas == 0) return this;
        var work = (PromptWeight * (rates.Prompt ?? 0) + (rates.Generated ?? 0)) / replicas;
        return work > 0 ? this with { Saturated = [.. Saturated.TakeLast(Kept - 1), work] } : this;
    }
}
