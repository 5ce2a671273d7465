using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Server.Tests.Chat;

/// <summary>One token per character, and one for each control text; the first of them begins a sequence, the second ends it.</summary>
internal sealed class CharTokenizer(params string[] controlTexts) : ITokenizer
{
    public const int FirstControl = 0x10000;

    public int BeginOfSequence => controlTexts.Length > 0 ? FirstControl : -1;

    public int EndOfSequence => controlTexts.Length > 1 ? FirstControl + 1 : -1;

    public IReadOnlyList<ControlToken> ControlTokens { get; } = [.. controlTexts.Select((text, i) => new ControlToken(FirstControl + i, text))];

    public int[] Tokenize(string text, bool addSpecial, bool parseSpecial)
    {
        var tokens = new List<int>();
        if (addSpecial && BeginOfSequence >= 0) tokens.Add(BeginOfSequence);
        for (var i = 0; i < text.Length;)
        {
            var control = parseSpecial ? ControlTokens.FirstOrDefault(control => string.CompareOrdinal(text, i, control.Text, 0, control.Text.Length) == 0) : default;
            tokens.Add(control.Text is null ? text[i] : control.Token);
            i += control.Text?.Length ?? 1;
        }

        return [.. tokens];
    }

    public int TokenBytes(int token, Span<byte> destination) => throw new NotSupportedException("nothing is generated");

    public bool IsEndOfGeneration(int token) => token == EndOfSequence;
}
