namespace InferOps.Runtime.Core.Text;

/// <summary>Tells, piece by piece, whether bytes are UTF-8 or the beginning of it: no overlong forms, no surrogates, nothing above U+10FFFF.</summary>
public static class Utf8Steps
{
    /// <summary>Between characters.</summary>
    public const sbyte Between = 0;

    /// <summary>What came cannot become UTF-8 any more.</summary>
    public const sbyte Invalid = -1;

    // Within a character: so many continuation bytes are missing, or the next is narrowed by what came before.
    private const sbyte One = 1;
    private const sbyte Two = 2;
    private const sbyte Three = 3;
    private const sbyte AfterE0 = 4;
    private const sbyte AfterED = 5;
    private const sbyte AfterF0 = 6;
    private const sbyte AfterF4 = 7;

    public static sbyte After(sbyte state, ReadOnlySpan<byte> bytes)
    {
        foreach (var next in bytes)
        {
            state = After(state, next);
            if (state == Invalid) return Invalid;
        }

        return state;
    }

    private static sbyte After(sbyte state, byte next) => (state, next) switch
    {
        (Between, < 0x80) => Between,
        (Between, >= 0xC2 and <= 0xDF) => One,
        (Between, 0xE0) => AfterE0,
        (Between, 0xED) => AfterED,
        (Between, >= 0xE1 and <= 0xEF) => Two,
        (Between, 0xF0) => AfterF0,
        (Between, 0xF4) => AfterF4,
        (Between, >= 0xF1 and <= 0xF3) => Three,
        (One, >= 0x80 and <= 0xBF) => Between,
        (Two, >= 0x80 and <= 0xBF) => One,
        (Three, >= 0x80 and <= 0xBF) => Two,
        (AfterE0, >= 0xA0 and <= 0xBF) => One,
        (AfterED, >= 0x80 and <= 0x9F) => One,
        (AfterF0, >= 0x90 and <= 0xBF) => Two,
        (AfterF4, >= 0x80 and <= 0x8F) => Two,
        _ => Invalid,
    };
}
