using System.Text;
using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Text;

/// <summary>The bytes of every token of a vocabulary, read once at load.</summary>
public sealed class TokenTable
{
    private readonly byte[] _bytes;
    private readonly int[] _ends;
    private readonly HashSet<int> _endOfGeneration;

    private TokenTable(byte[] bytes, int[] ends, HashSet<int> endOfGeneration) =>
        (_bytes, _ends, _endOfGeneration) = (bytes, ends, endOfGeneration);

    public IReadOnlyCollection<int> EndOfGeneration => _endOfGeneration;

    /// <summary>Bytes of one token's text; they may begin or end inside a UTF-8 sequence.</summary>
    public ReadOnlySpan<byte> this[int token] => _bytes.AsSpan((token == 0 ? 0 : _ends[token - 1]).._ends[token]);

    public bool IsEndOfGeneration(int token) => _endOfGeneration.Contains(token);

    /// <summary>A table in which some control tokens have their text, as if they were others.</summary>
    public TokenTable With(IEnumerable<ControlToken> shown)
    {
        var texts = shown.ToDictionary(control => control.Token, control => Encoding.UTF8.GetBytes(control.Text));
        if (texts.Count == 0) return this;
        var bytes = new MemoryStream();
        var ends = new int[_ends.Length];
        for (var token = 0; token < ends.Length; token++)
        {
            bytes.Write(texts.TryGetValue(token, out var text) ? text : this[token]);
            ends[token] = checked((int)bytes.Length);
        }

        return new TokenTable(bytes.ToArray(), ends, _endOfGeneration);
    }

    public static TokenTable Read(ITokenizer tokenizer, int vocabularySize)
    {
        var bytes = new MemoryStream();
        var ends = new int[vocabularySize];
        var endOfGeneration = new HashSet<int>();
        var buffer = new byte[64];
        for (var token = 0; token < vocabularySize; token++)
        {
            var length = tokenizer.TokenBytes(token, buffer);
            if (length < 0)
            {
                buffer = new byte[-length];
                length = tokenizer.TokenBytes(token, buffer);
            }

            bytes.Write(buffer, 0, length);
            ends[token] = checked((int)bytes.Length);
            if (tokenizer.IsEndOfGeneration(token)) endOfGeneration.Add(token);
        }

        return new TokenTable(bytes.ToArray(), ends, endOfGeneration);
    }
}
