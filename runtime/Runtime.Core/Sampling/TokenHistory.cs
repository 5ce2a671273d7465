namespace InferOps.Runtime.Core.Sampling;

/// <summary>Which tokens occurred, and how often they were generated: what the penalties look at.</summary>
internal sealed class TokenHistory(ReadOnlySpan<int> prompt)
{
    private readonly HashSet<int> _occurred = [.. prompt];
    private readonly Dictionary<int, int> _generated = [];

    public void Add(int token)
    {
        _occurred.Add(token);
        _generated[token] = _generated.GetValueOrDefault(token) + 1;
    }

    public void Penalize(Span<float> logits, SamplingOptions options)
    {
        if (options.RepetitionPenalty != 1)
        {
            foreach (var token in _occurred)
                logits[token] = logits[token] > 0 ? logits[token] / options.RepetitionPenalty : logits[token] * options.RepetitionPenalty;
        }

        if (options.PresencePenalty == 0 && options.FrequencyPenalty == 0) return;
        foreach (var (token, count) in _generated)
            logits[token] -= options.PresencePenalty + (count * options.FrequencyPenalty);
    }
}
