using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>Tokens of any number of sequences to evaluate in one go.</summary>
public class LLamaBatch
{
    private LLamaToken[] _tokens = new LLamaToken[128];
    private LLamaPos[] _positions = new LLamaPos[128];
    private byte[] _logits = new byte[128];

    /// <summary>The sequences of entry i are the _sequenceCounts[i] numbers from _sequenceStarts[i] on.</summary>
    private int[] _sequenceStarts = new int[128];
    private int[] _sequenceCounts = new int[128];
    private LLamaSeqId[] _sequences = new LLamaSeqId[128];
    private int _sequencesUsed;

    /// <summary>Addresses into the pinned sequences, valid during a call only; kept so that a call allocates nothing.</summary>
    private nint[] _sequencePointers = new nint[128];

    /// <summary>Tokens added since the last <see cref="Clear"/>.</summary>
    public int TokenCount { get; private set; }

    /// <summary>Sequence numbers that fit before the batch grows.</summary>
    public int SequenceCapacity => _sequences.Length;

    /// <returns>The entry's index: the one that <see cref="SafeLLamaContextHandle.GetLogitsIth"/> takes.</returns>
    public int Add(LLamaToken token, LLamaPos pos, LLamaSeqId sequence, bool logits) =>
        Add(token, pos, new ReadOnlySpan<LLamaSeqId>(in sequence), logits);

    public int Add(LLamaToken token, LLamaPos pos, List<LLamaSeqId> sequences, bool logits) =>
        Add(token, pos, CollectionsMarshal.AsSpan(sequences), logits);

    public int Add(LLamaToken token, LLamaPos pos, ReadOnlySpan<LLamaSeqId> sequences, bool logits)
    {
        var index = TokenCount++;
        if (index == _tokens.Length) GrowTokens();
        while (_sequencesUsed + sequences.Length > _sequences.Length) Array.Resize(ref _sequences, _sequences.Length * 2);
        _tokens[index] = token;
        _positions[index] = pos;
        _logits[index] = logits ? (byte)1 : (byte)0;
        _sequenceStarts[index] = _sequencesUsed;
        _sequenceCounts[index] = sequences.Length;
        sequences.CopyTo(_sequences.AsSpan(_sequencesUsed));
        _sequencesUsed += sequences.Length;
        return index;
    }

    /// <returns>The index of the last entry.</returns>
    public int AddRange(ReadOnlySpan<LLamaToken> tokens, LLamaPos start, LLamaSeqId sequence, bool logitsLast)
    {
        var last = -1;
        for (var i = 0; i < tokens.Length; i++) last = Add(tokens[i], start.Value + i, sequence, logitsLast && i == tokens.Length - 1);
        return last;
    }

    public void Clear() => (TokenCount, _sequencesUsed) = (0, 0);

    /// <summary>Pins the arrays for the time of one call and hands them over in llama.cpp's own layout.</summary>
    internal unsafe int DecodeWith(SafeLLamaContextHandle context)
    {
        fixed (LLamaToken* tokens = _tokens)
        fixed (LLamaPos* positions = _positions)
        fixed (byte* logits = _logits)
        fixed (int* counts = _sequenceCounts)
        fixed (LLamaSeqId* sequences = _sequences)
        fixed (nint* pointers = _sequencePointers)
        {
            for (var i = 0; i < TokenCount; i++) pointers[i] = (nint)(sequences + _sequenceStarts[i]);
            return Libllama.llama_decode(context, new LLamaNativeBatch
            {
                n_tokens = TokenCount, tokens = tokens, pos = positions, n_seq_id = counts, seq_id = (LLamaSeqId**)pointers, logits = logits,
            });
        }
    }

    private void GrowTokens()
    {
        var capacity = _tokens.Length * 2;
        Array.Resize(ref _tokens, capacity);
        Array.Resize(ref _positions, capacity);
        Array.Resize(ref _logits, capacity);
        Array.Resize(ref _sequenceStarts, capacity);
        Array.Resize(ref _sequenceCounts, capacity);
        Array.Resize(ref _sequencePointers, capacity);
    }
}
