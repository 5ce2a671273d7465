using System.Text;
using InferOps.Runtime.Core.Engine;
using LLama;
using LLama.Exceptions;
using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>A model's vocabulary. Thread-safe; the bytes of all tokens are copied once, so that streaming text calls no native code.</summary>
internal sealed class LlamaTokenizer : ITokenizer
{
    private readonly SafeLlamaModelHandle _model;
    private readonly byte[][] _bytes;
    private readonly bool[] _ends;

    public LlamaTokenizer(LLamaWeights weights)
    {
        _model = weights.NativeHandle;
        var vocabulary = weights.Vocab;
        BeginOfSequence = vocabulary.BOS is { } begin ? (int)begin : -1;
        _bytes = [.. Enumerable.Range(0, vocabulary.Count).Select(token => ReadBytes(token))];
        _ends = [.. Enumerable.Range(0, vocabulary.Count).Select(token => ((LLamaToken)token).IsEndOfGeneration(vocabulary))];
    }

    public int BeginOfSequence { get; }

    public int[] Tokenize(string text, bool addSpecial, bool parseSpecial) =>
        Use(() => Array.ConvertAll(_model.Tokenize(text, addSpecial, parseSpecial, Encoding.UTF8), token => (int)token));

    public int TokenBytes(int token, Span<byte> destination)
    {
        var bytes = _bytes[token];
        return bytes.AsSpan().TryCopyTo(destination) ? bytes.Length : -bytes.Length;
    }

    public bool IsEndOfGeneration(int token) => _ends[token];

    public string ApplyChatTemplate(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt) => Use(() =>
    {
        try
        {
            var template = new LLamaTemplate(_model) { AddAssistant = addGenerationPrompt };
            foreach (var message in messages) template.Add(message.Role, message.Content);
            return Encoding.UTF8.GetString(template.Apply());
        }
        catch (RuntimeError failure)
        {
            throw new NotSupportedException("the model has no chat template that llama.cpp can apply", failure);
        }
    });

    private byte[] ReadBytes(LLamaToken token)
    {
        Span<byte> buffer = stackalloc byte[256];
        var length = (int)_model.TokenToSpan(token, buffer);
        if (length <= buffer.Length) return buffer[..length].ToArray();
        var bytes = new byte[length];
        _model.TokenToSpan(token, bytes);
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
