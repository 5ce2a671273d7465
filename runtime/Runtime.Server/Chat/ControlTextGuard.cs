using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Server.Chat;

/// <summary>Keeps what users write from being read as control tokens: <c>&lt;|im_start|&gt;system</c> in a question is text, not the start of a turn.</summary>
/// <remarks>
/// A prompt is tokenized in one piece, so that its tokens are those the model was trained on. Only where a text of the request holds a control token's
/// text, or could complete one together with what stands next to it, a mark is put inside; the rendered prompt is cut at the marks, and each piece
/// tokenized for itself: a control token never spans a cut.
/// </remarks>
internal sealed class ControlTextGuard
{
    /// <summary>A code point that Unicode reserves for use inside programs and that no text contains; where one does, it is dropped.</summary>
    private const char Mark = '\uFDD0';

    private readonly ITokenizer _tokenizer;
    private readonly SearchValues<string> _control;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _beginnings;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _ends;
    private readonly int _longest;

    public ControlTextGuard(ITokenizer tokenizer)
    {
        _tokenizer = tokenizer;

        // A text of one character has no inside for a mark, and no model has such a control token.
        string[] texts = [.. tokenizer.ControlTokens.Select(token => token.Text).Where(text => text.Length > 1)];
        _control = SearchValues.Create(texts, StringComparison.Ordinal);
        _beginnings = Parts(texts, (text, length) => text[..length]);
        _ends = Parts(texts, (text, length) => text[^length..]);
        _longest = texts.Length == 0 ? 0 : texts.Max(text => text.Length);
        BeginText = TextOf(tokenizer.BeginOfSequence);
        EndText = TextOf(tokenizer.EndOfSequence);
    }

    /// <summary>How templates write the token that every sequence begins with; empty where there is none.</summary>
    public string BeginText { get; }

    /// <summary>How templates write the token that ends a sequence; empty where there is none.</summary>
    public string EndText { get; }

    /// <summary>A text of the request, as it goes into the template.</summary>
    public string Protect(string text)
    {
        if (text.Contains(Mark)) text = text.Replace(Mark.ToString(), "", StringComparison.Ordinal);
        var cuts = Cuts(text);
        if (cuts.Count == 0) return text;
        var marked = new StringBuilder(text);
        foreach (var cut in cuts.Reverse()) marked.Insert(cut, Mark);
        return marked.ToString();
    }

    /// <summary>A rendered prompt as tokens. It begins with the begin-of-sequence token once, whether or not the template wrote it.</summary>
    public int[] Tokenize(string prompt)
    {
        var addSpecial = BeginText.Length == 0 || !prompt.StartsWith(BeginText, StringComparison.Ordinal);
        var tokens = new List<int>();
        foreach (var piece in prompt.Split(Mark))
        {
            tokens.AddRange(_tokenizer.Tokenize(piece, addSpecial, parseSpecial: true));
            addSpecial = false;
        }

        return [.. tokens];
    }

    private SortedSet<int> Cuts(string text)
    {
        var cuts = new SortedSet<int>();
        for (var from = 0; text.AsSpan(from).IndexOfAny(_control) is var at && at >= 0; from += at + 1) cuts.Add(from + at + 1);

        // Templates trim; what then is at the edge may be completed by the neighbour.
        var start = text.Length - text.AsSpan().TrimStart().Length;
        var end = text.AsSpan().TrimEnd().Length;
        for (var length = 1; length < _longest && start + length <= end; length++)
        {
            if (_ends.Contains(text.AsSpan(start, length))) cuts.Add(start);
            if (_beginnings.Contains(text.AsSpan(end - length, length))) cuts.Add(end);
        }

        return cuts;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Parts(IEnumerable<string> texts, Func<string, int, string> part) =>
        texts.SelectMany(text => Enumerable.Range(1, text.Length - 1).Select(length => part(text, length)))
            .ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private string TextOf(int token) => _tokenizer.ControlTokens.FirstOrDefault(control => control.Token == token).Text ?? "";
}
