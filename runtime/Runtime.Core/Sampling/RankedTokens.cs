namespace InferOps.Runtime.Core.Sampling;

/// <summary>Tokens by falling weight, sorted only as far as somebody looks.</summary>
/// <remarks>
/// A heap sort that stops early: building the heap is O(vocabulary), each further rank O(log vocabulary), and a nucleus has tens of tokens where a
/// vocabulary has 10⁵. Equal weights are ranked by token id, so the order depends on nothing but the weights. Ranked tokens gather at the end of
/// the scratch memory, the heap shrinks before them.
/// </remarks>
internal ref struct RankedTokens
{
    private readonly ReadOnlySpan<float> _weights;
    private readonly Span<int> _heap;
    private int _unranked;

    /// <param name="weights">One per token.</param>
    /// <param name="scratch">As long as <paramref name="weights"/>.</param>
    public RankedTokens(ReadOnlySpan<float> weights, Span<int> scratch)
    {
        _weights = weights;
        _heap = scratch;
        _unranked = weights.Length;
        for (var token = 0; token < weights.Length; token++) _heap[token] = token;
        for (var parent = (weights.Length / 2) - 1; parent >= 0; parent--) SiftDown(parent);
    }

    /// <summary>The token of a rank, 0 being the heaviest.</summary>
    public int this[int rank]
    {
        get
        {
            while (_weights.Length - _unranked <= rank) RankNext();
            return _heap[_weights.Length - 1 - rank];
        }
    }

    private void RankNext()
    {
        _unranked--;
        (_heap[0], _heap[_unranked]) = (_heap[_unranked], _heap[0]);
        SiftDown(0);
    }

    private readonly void SiftDown(int parent)
    {
        while ((2 * parent) + 1 is var child && child < _unranked)
        {
            if (child + 1 < _unranked && Before(_heap[child + 1], _heap[child])) child++;
            if (!Before(_heap[child], _heap[parent])) return;
            (_heap[parent], _heap[child]) = (_heap[child], _heap[parent]);
            parent = child;
        }
    }

    private readonly bool Before(int left, int right) =>
        _weights[left] > _weights[right] || (_weights[left] == _weights[right] && left < right);
}
