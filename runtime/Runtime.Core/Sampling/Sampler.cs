using System.Numerics.Tensors;

namespace InferOps.Runtime.Core.Sampling;

/// <summary>Chooses the tokens of one request. Looks at nothing but its own logits, history and seed, so a batch cannot change its choice.</summary>
/// <remarks>
/// Order: bias, penalties, temperature, top-k, top-p, min-p, draw. A constraint is asked about the token that was chosen, which is nearly always allowed;
/// only when it is not are all tokens restricted, before temperature and the rest, and one more is drawn. A token costs one draw or two, and which depends
/// on the request's own logits alone.
/// </remarks>
internal sealed class Sampler(SamplingOptions options, ReadOnlySpan<int> prompt, Func<ITokenConstraint>? constrain = null) : IDisposable
{
    private readonly TokenHistory _history = new(options.ChangesLogits ? prompt : []);
    private SplitMix64 _random = new(options.Seed);
    private ITokenConstraint? _constraint;

    /// <exception cref="ModelOutputException">The logits hold no number to choose by.</exception>
    /// <exception cref="ConstraintException">No token may follow, and the text is not complete either.</exception>
    public int Choose(ReadOnlySpan<float> logits, SamplingWorkspace workspace)
    {
        _constraint ??= constrain?.Invoke();
        if (IsLikeliestEnough(logits, workspace, out var likeliest)) return likeliest;
        var adjusted = options.ChangesLogits ? Adjust(logits, workspace) : logits;
        var token = Pick(adjusted, workspace);
        if (_constraint is not null && !_constraint.Allows(token)) token = PickAllowed(_constraint, adjusted, workspace);
        _constraint?.Accept(token);
        if (options.ChangesLogits) _history.Add(token);
        return token;
    }

    public void Dispose() => _constraint?.Dispose();

    /// <summary>The commonest request of machines, answered without a copy of the logits: the likeliest token, unless that is an end which shall be ignored.</summary>
    private bool IsLikeliestEnough(ReadOnlySpan<float> logits, SamplingWorkspace workspace, out int token)
    {
        token = -1;
        if (options.Temperature != 0 || options.Reweighs || _constraint is not null) return false;
        token = Likeliest.Of(logits);
        return !options.IgnoreEndOfGeneration || !workspace.EndOfGeneration.Contains(token);
    }

    private int Pick(ReadOnlySpan<float> adjusted, SamplingWorkspace workspace)
    {
        var best = Likeliest.Of(adjusted);
        return options.Temperature == 0 ? best : Draw(adjusted, adjusted[best], workspace);
    }

    private int PickAllowed(ITokenConstraint constraint, ReadOnlySpan<float> adjusted, SamplingWorkspace workspace)
    {
        var allowed = workspace.Logits.AsSpan();
        if (!options.ChangesLogits) adjusted.CopyTo(allowed);
        constraint.Restrict(allowed);
        if (!float.IsNegativeInfinity(TensorPrimitives.Max<float>(allowed))) return Pick(allowed, workspace);

        // The text is complete, and the request wanted no end of generation: there is nothing else left.
        foreach (var end in workspace.EndOfGeneration)
        {
            if (constraint.Allows(end)) return end;
        }

        throw new ConstraintException("no token of the model can continue the text as the grammar wants it");
    }

    private Span<float> Adjust(ReadOnlySpan<float> logits, SamplingWorkspace workspace)
    {
        var adjusted = workspace.Logits.AsSpan();
        logits.CopyTo(adjusted);
        foreach (var (token, bias) in options.LogitBias) adjusted[token] += bias;
        _history.Penalize(adjusted, options);
        if (options.IgnoreEndOfGeneration)
        {
            foreach (var token in workspace.EndOfGeneration) adjusted[token] = float.NegativeInfinity;
        }

        return adjusted;
    }

    private int Draw(ReadOnlySpan<float> logits, float max, SamplingWorkspace workspace)
    {
        // Weights are probabilities up to a factor: the most likely token has 1, so nothing overflows and min-p is a plain threshold.
        var weights = workspace.Weights.AsSpan();
        TensorPrimitives.Subtract(logits, max, weights);
        TensorPrimitives.Divide(weights, options.Temperature, weights);
        TensorPrimitives.Exp(weights, weights);
        return options.TopK is null && options.TopP == 1 ? DrawFromAll(weights) : DrawFromMostLikely(weights, workspace.Heap);
    }

    private int DrawFromAll(Span<float> weights)
    {
        var total = 0.0;
        foreach (var weight in weights)
        {
            if (weight >= options.MinP) total += weight;
        }

        var left = _random.NextDouble() * total;
        var last = 0;
        for (var token = 0; token < weights.Length; token++)
        {
            if (weights[token] < options.MinP || weights[token] == 0) continue;
            last = token;
            left -= weights[token];
            if (left < 0) break;
        }

        return last;
    }

    private int DrawFromMostLikely(ReadOnlySpan<float> weights, Span<int> scratch)
    {
        var ranked = new RankedTokens(weights, scratch);
        var limit = Math.Min(options.TopK ?? weights.Length, weights.Length);
        var nucleus = options.TopP * (options.TopK is null ? TensorPrimitives.Sum(weights) : TotalOfTop(ref ranked, weights, limit));
        var (kept, count) = (0.0, 0);
        while (count < limit && kept < nucleus && weights[ranked[count]] is var weight && weight > 0 && weight >= options.MinP)
        {
            kept += weight;
            count++;
        }

        var left = _random.NextDouble() * kept;
        for (var rank = 0; rank < count; rank++)
        {
            left -= weights[ranked[rank]];
            if (left < 0) return ranked[rank];
        }

        // Rounding may leave a hair of the draw after the last candidate.
        return ranked[count - 1];
    }

    private static double TotalOfTop(ref RankedTokens ranked, ReadOnlySpan<float> weights, int limit)
    {
        var total = 0.0;
        for (var rank = 0; rank < limit; rank++) total += weights[ranked[rank]];
        return total;
    }
}
