using System.Text;
using InferOps.Runtime.Core.Engine;
using LLama;
using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>A model's vocabulary. Thread-safe; the bytes of all tokens are copied once, so that streaming text calls no native code.</summary>
internal sealed class LlamaTokenizer : ITokenizer
{
    /// <summary>What is read as a token only where special text is parsed.</summary>
    private const LLamaTokenAttr Steering = LLamaTokenAttr.Control | LLamaTokenAttr.Unknown;

    private readonly SafeLlamaModelHandle _model;
    private readonly byte[][] _bytes;
    private readonly bool[] _ends;

    public LlamaTokenizer(LLamaWeights weights)
    {
        _model = weights.NativeHandle;
        var vocabulary = weights.Vocab;
        BeginOfSequence = vocabulary.BOS is { } begin ? (int)begin : -1;
        EndOfSequence = vocabulary.EOS is { } end ? (int)end : -1;
        _bytes = [.. Enumerable.Range(0, vocabulary.Count).Select(token => ReadBytes(token, special: false))];
        _ends = [.. Enumerable.Range(0, vocabulary.Count).Select(token => ((LLamaToken)token).IsEndOfGeneration(vocabulary))];
        ControlTokens =
        [
            .. Enumerable.Range(0, vocabulary.Count).Where(token => (((LLamaToken)token).GetAttributes(vocabulary) & Steering) != 0)
                .Select(token => new ControlToken(token, Encoding.UTF8.GetString(ReadBytes(token, special: true)))),
        ];
    }

    public int BeginOfSequence { get; }

    public int EndOfSequence { get; }

    public IReadOnlyList<ControlToken> ControlTokens { get; }

    public int[] Tokenize(string text, bool addSpecial, bool parseSpecial) =>
        Use(() => Array.ConvertAll(_model.Tokenize(text, addSpecial, parseSpecial, Encoding.UTF8), token => (int)token));

    public int TokenBytes(int token, Span<byte> destination)
    {
        var bytes = _bytes[token];
        return bytes.AsSpan().TryCopyTo(destination) ? bytes.Length : -bytes.Length;
    }

    public bool IsEndOfGeneration(int token) => _ends[token];

    private byte[] ReadBytes(LLamaToken token, bool special)
    {
        Span<byte> buffer = stackalloc byte[256];
        var length = (int)_model.TokenToSpan(token, buffer, special: special);
        if (length <= buffer.Length) return buffer[..length].ToArray();
        var bytes = new byte[length];
        _model.TokenToSpan(token, bytes, special: special);
        return bytes;
    }

    /// <summary>Holds the model for the time of a call: requests may still be tokenized while the engine is shut down.</summary>
    private T Use<T>(Func<T> call)
    {
        var held = false;
        try
        {
            _model.DangerousAddRef(ref held);
            return call();
        }
        finally
        {
            if (held) _model.DangerousRelease();
        }
    }
}
