using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Server.Chat.Tools;

/// <summary>Any text may come, until it holds the opening of a call; from there on a constraint rules.</summary>
/// <remarks>
/// A token that holds the end of the opening and more is not allowed: the constraint would have to begin in the middle of it. The model writes the same
/// text in two tokens instead.
/// </remarks>
/// <param name="opening">UTF-8 of the opening.</param>
/// <param name="tokens">The bytes of tokens.</param>
/// <param name="call">The constraint of what follows the opening.</param>
internal sealed class OpeningConstraint(byte[] opening, TokenTable tokens, ITokenConstraint call) : ITokenConstraint
{
    // The end of the text so far: as much of it as an opening may have begun in.
    private readonly List<byte> _end = [];
    private bool _isOpen;

    public bool Allows(int token) => _isOpen ? call.Allows(token) : !Overshoots(token);

    public void Restrict(Span<float> logits)
    {
        if (_isOpen)
        {
            call.Restrict(logits);
            return;
        }

        for (var token = 0; token < logits.Length; token++)
        {
            if (Overshoots(token)) logits[token] = float.NegativeInfinity;
        }
    }

    public void Accept(int token)
    {
        if (_isOpen)
        {
            call.Accept(token);
            return;
        }

        _end.AddRange(tokens[token]);
        _isOpen = _end.Count >= opening.Length && _end[^opening.Length..].SequenceEqual(opening);
        if (_end.Count >= opening.Length) _end.RemoveRange(0, _end.Count - opening.Length + 1);
    }

    public void Dispose() => call.Dispose();

    private bool Overshoots(int token)
    {
        var bytes = tokens[token];
        if (bytes.Length == 0) return false;
        Span<byte> text = stackalloc byte[_end.Count + bytes.Length];
        for (var i = 0; i < _end.Count; i++) text[i] = _end[i];
        bytes.CopyTo(text[_end.Count..]);
        return text.IndexOf(opening) is var at && at >= 0 && at + opening.Length < text.Length;
    }
}
