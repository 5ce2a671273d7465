namespace LLama.Native;

/// <summary>A token of a vocabulary, by number.</summary>
public readonly record struct LLamaToken
{
    /// <summary>No token: −1.</summary>
    public static readonly LLamaToken InvalidToken = -1;

    private readonly int _value;

    private LLamaToken(int value) => _value = value;

    public static explicit operator int(LLamaToken pos) => pos._value;

    public static implicit operator LLamaToken(int value) => new(value);

    public LLamaTokenAttr GetAttributes(SafeLlamaModelHandle.Vocabulary vocab)
    {
        ArgumentNullException.ThrowIfNull(vocab);
        return vocab.AttributesOf(this);
    }

    public bool IsControl(SafeLlamaModelHandle.Vocabulary vocab) => GetAttributes(vocab).HasFlag(LLamaTokenAttr.Control);

    /// <summary>True for every token with which a model may end its turn.</summary>
    public bool IsEndOfGeneration(SafeLlamaModelHandle.Vocabulary vocab)
    {
        ArgumentNullException.ThrowIfNull(vocab);
        return vocab.EndsGeneration(this);
    }

    public override string ToString() => _value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
