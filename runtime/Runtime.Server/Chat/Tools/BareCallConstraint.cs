using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Server.Chat.Tools;

/// <summary>For calls without an opening: any text may come; if it begins as a call does, up to the name of a function, it must go on as one.</summary>
/// <param name="beginnings">UTF-8 of how calls begin, one per function.</param>
/// <param name="tokens">The bytes of tokens.</param>
/// <param name="call">The constraint of the whole answer, if it is a call.</param>
internal sealed class BareCallConstraint(IReadOnlyList<byte[]> beginnings, TokenTable tokens, ITokenConstraint call) : ITokenConstraint
{
    private readonly List<byte> _text = [];
    private bool _isOpen = true;
    private bool _isCall;

    public bool Allows(int token) => !_isCall || call.Allows(token);

    public void Restrict(Span<float> logits)
    {
        if (_isCall) call.Restrict(logits);
    }

    public void Accept(int token)
    {
        if (!_isOpen) return;

        // Until it is decided, the constraint is told every token, so that it knows the beginning when it has to rule.
        if (call.Allows(token))
        {
            call.Accept(token);
            if (_isCall) return;
            _text.AddRange(tokens[token]);
            var text = _text.ToArray();
            _isCall = beginnings.Any(beginning => text.AsSpan().StartsWith(beginning));
            _isOpen = _isCall || beginnings.Any(beginning => beginning.AsSpan().StartsWith(text));
            return;
        }

        if (_isCall) throw new ArgumentException($"token {token} is not allowed", nameof(token));
        _isOpen = false;
    }

    public void Dispose() => call.Dispose();
}
