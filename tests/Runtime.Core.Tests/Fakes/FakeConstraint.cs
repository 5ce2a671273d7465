using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Tests.Fakes;

/// <summary>Allows exactly one text, byte by byte, then the end; and remembers what was done to it.</summary>
internal sealed class FakeConstraint(string text) : ITokenConstraint
{
    private readonly byte[] _text = System.Text.Encoding.UTF8.GetBytes(text);
    private int _next;

    public bool Disposed { get; private set; }

    public int Restrictions { get; private set; }

    /// <summary>False for a text whose end no token may follow, not even the end of generation.</summary>
    public bool MayEnd { get; init; } = true;

    public bool Allows(int token) => _next < _text.Length ? token == _text[_next] : MayEnd && token == FakeTokenizer.EndOfGeneration;

    public void Restrict(Span<float> logits)
    {
        Restrictions++;
        for (var token = 0; token < logits.Length; token++)
            if (!Allows(token)) logits[token] = float.NegativeInfinity;
    }

    public void Accept(int token)
    {
        ObjectDisposedException.ThrowIf(Disposed, this);
        Assert.True(Allows(token), $"token {token} was accepted and is not allowed");
        _next++;
    }

    public void Dispose() => Disposed = true;
}
