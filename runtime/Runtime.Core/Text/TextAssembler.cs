using System.Text;

namespace InferOps.Runtime.Core.Text;

/// <summary>Tokens of one generation to the text its caller may see.</summary>
/// <remarks>A character whose bytes are spread over tokens appears when it is complete; bytes that never complete one become U+FFFD.</remarks>
internal sealed class TextAssembler(TokenTable tokens, IReadOnlyList<string> stops)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StopMatcher _stops = new(stops);

    /// <summary>Adds one token and returns the text that can be shown now, often of this token, sometimes of none or of several.</summary>
    public string Add(int token, out bool stopped) => _stops.Add(Decode(tokens[token], flush: false), out stopped);

    /// <summary>The rest, when no token follows.</summary>
    public string Flush()
    {
        var shown = _stops.Add(Decode([], flush: true), out var stopped);
        return stopped ? shown : shown + _stops.Flush();
    }

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> characters = stackalloc char[256];
        var needed = Encoding.UTF8.GetMaxCharCount(bytes.Length + 4);
        if (needed > characters.Length) characters = new char[needed];
        return new string(characters[.._decoder.GetChars(bytes, characters, flush)]);
    }
}
