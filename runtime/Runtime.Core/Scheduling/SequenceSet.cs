using System.Numerics;
using System.Runtime.CompilerServices;

namespace InferOps.Runtime.Core.Scheduling;

/// <summary>A set of sequence ids, 0 … 255: as many as llama.cpp knows. A value, so that sets cost no allocation.</summary>
internal struct SequenceSet
{
    public const int MostIds = 256;
    private const int Bits = 64;
    private Words _words;

    public readonly bool IsEmpty => Count == 0;

    public readonly int Count
    {
        get
        {
            var count = 0;
            foreach (var word in (ReadOnlySpan<ulong>)_words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>The smallest id. The set must not be empty.</summary>
    public readonly int First => FirstExcept(-1) ?? throw new InvalidOperationException("the set is empty");

    public void Add(int id) => _words[id / Bits] |= 1UL << (id % Bits);

    public void Remove(int id) => _words[id / Bits] &= ~(1UL << (id % Bits));

    public readonly bool Contains(int id) => (_words[id / Bits] & (1UL << (id % Bits))) != 0;

    public readonly bool IsOnly(int id) => Contains(id) && Count == 1;

    public readonly bool Overlaps(in SequenceSet other)
    {
        for (var i = 0; i < MostIds / Bits; i++)
        {
            if ((_words[i] & other._words[i]) != 0) return true;
        }

        return false;
    }

    public readonly bool SameAs(in SequenceSet other) => ((ReadOnlySpan<ulong>)_words).SequenceEqual(other._words);

    /// <summary>The smallest id other than <paramref name="id"/>; null when there is none.</summary>
    public readonly int? FirstExcept(int id)
    {
        for (var i = 0; i < MostIds / Bits; i++)
        {
            var word = _words[i];
            if (id / Bits == i && id >= 0) word &= ~(1UL << (id % Bits));
            if (word != 0) return (i * Bits) + BitOperations.TrailingZeroCount(word);
        }

        return null;
    }

    [InlineArray(MostIds / Bits)]
    private struct Words
    {
        private ulong _first;
    }
}
