using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Tests.Fakes;

/// <summary>Embeds tokens as a function of all of them and of nothing else, and checks what a real model would abort on.</summary>
internal sealed class FakeEmbeddingModel : IEmbeddingModel
{
    private int _thread;

    public int Dimensions => 4;

    public int MaxTokens { get; init; } = 64;

    public int MaxInputs { get; init; } = 8;

    /// <summary>Called with the inputs of each batch, the warm-up's included.</summary>
    public Action<IReadOnlyList<ReadOnlyMemory<int>>>? BeforeBatch { get; init; }

    public bool Disposed { get; private set; }

    public static float[] Vector(IEnumerable<int> tokens)
    {
        var hash = 14695981039346656037UL;
        foreach (var token in tokens) hash = (hash ^ (uint)token) * 1099511628211UL;
        var vector = Enumerable.Range(0, 4).Select(i => ((hash >> (i * 8)) & 0xFF) - 127.5f).ToArray();
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / length)];
    }

    public void Embed(IReadOnlyList<ReadOnlyMemory<int>> inputs, IList<float[]> vectors)
    {
        var current = Environment.CurrentManagedThreadId;
        if (Interlocked.CompareExchange(ref _thread, current, 0) is var owner && owner != 0 && owner != current)
            throw new InvalidOperationException("a second thread touched the model");
        if (inputs.Count is 0 || inputs.Count > MaxInputs) throw new EngineFaultException($"{inputs.Count} inputs");
        if (inputs.Sum(input => input.Length) > MaxTokens) throw new EngineFaultException("too many tokens");
        BeforeBatch?.Invoke(inputs);
        foreach (var input in inputs) vectors.Add(Vector(input.ToArray()));
    }

    public void Dispose() => Disposed = true;
}
