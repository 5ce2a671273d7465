using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Host.Llama;

/// <summary>What llama.cpp's grammars do not know about tokens: which of them a caller can see, and which of them are UTF-8.</summary>
/// <remarks>
/// A grammar of llama.cpp matches control tokens by their names, which nobody sees in the text, and takes overlong and otherwise wrong sequences of bytes
/// for the characters they nearly spell. Such tokens would pass, and the text would still not be what the grammar says.
/// </remarks>
internal sealed class LlamaVocabulary
{
    private readonly byte[][] _bytes;
    private readonly bool[] _ends;

    /// <summary>By token: the state of the text after it, when it comes between two characters.</summary>
    private readonly sbyte[] _between;

    public LlamaVocabulary(ITokenizer tokenizer, int size)
    {
        _bytes = [.. Enumerable.Range(0, size).Select(token => Read(tokenizer, token))];
        _ends = [.. Enumerable.Range(0, size).Select(tokenizer.IsEndOfGeneration)];
        _between = [.. _bytes.Select(bytes => Utf8Steps.After(Utf8Steps.Between, bytes))];
    }

    public int Size => _bytes.Length;

    public bool IsEnd(int token) => _ends[token];

    /// <summary>It has no bytes: a control token.</summary>
    public bool IsInvisible(int token) => _bytes[token].Length == 0;

    /// <summary>The state of the text after a visible token; <see cref="Utf8Steps.Invalid"/> where it may not come.</summary>
    public sbyte After(sbyte state, int token) => state == Utf8Steps.Between ? _between[token] : Utf8Steps.After(state, _bytes[token]);

    private static byte[] Read(ITokenizer tokenizer, int token)
    {
        var bytes = new byte[Math.Abs(tokenizer.TokenBytes(token, []))];
        tokenizer.TokenBytes(token, bytes);
        return bytes;
    }
}
