using System.Collections;
using LLama.Native;

namespace LLama.Abstractions;

/// <summary>What share of a model each GPU gets, one number per possible GPU; all 0: by free memory.</summary>
public sealed class TensorSplitsCollection : IEnumerable<float>
{
    /// <summary>As long as the library knows GPUs: it reads that many.</summary>
    private readonly float[] _splits;

    public TensorSplitsCollection() => _splits = new float[NativeApi.llama_max_devices()];

    public int Length => _splits.Length;

    internal float[] Splits => _splits;

    public float this[int index]
    {
        get => _splits[index];
        set => _splits[index] = value;
    }

    public void Clear() => Array.Clear(_splits);

    public IEnumerator<float> GetEnumerator() => ((IEnumerable<float>)_splits).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
