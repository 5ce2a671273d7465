using System.Text;
using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Tests.Fakes;

/// <summary>One token per UTF-8 byte, and three special ones.</summary>
internal sealed class FakeTokenizer : ITokenizer
{
    public const int Begin = 256;
    public const int EndOfGeneration = 257;
    public const int Assistant = 258;
    public const int VocabularySize = 259;
    public const string AssistantText = "<assistant>";

    /// <summary>Each message on a line of its own, after its role.</summary>
    public const string ChatTemplate = "{% for message in messages %}{{ message.role + ': ' + message.content + '\\n' }}{% endfor %}" + AssistantText;

    public int BeginOfSequence => Begin;

    public int EndOfSequence => EndOfGeneration;

    public IReadOnlyList<ControlToken> ControlTokens { get; } = [new(Assistant, AssistantText)];

    public int[] Tokenize(string text, bool addSpecial, bool parseSpecial)
    {
        var tokens = new List<int>();
        if (addSpecial) tokens.Add(Begin);
        var parts = parseSpecial ? text.Split(AssistantText) : [text];
        for (var i = 0; i < parts.Length; i++)
        {
            if (i > 0) tokens.Add(Assistant);
            tokens.AddRange(Encoding.UTF8.GetBytes(parts[i]).Select(value => (int)value));
        }

        return [.. tokens];
    }

    public int TokenBytes(int token, Span<byte> destination)
    {
        if (token > 255) return 0;
        if (destination.IsEmpty) return -1;
        destination[0] = (byte)token;
        return 1;
    }

    public bool IsEndOfGeneration(int token) => token == EndOfGeneration;
}
