using System.Text;
using InferOps.Runtime.Server.Chat.Tools.Syntaxes;

namespace InferOps.Runtime.Server.Chat.Tools;

/// <summary>Tells calls from text in one answer that comes in pieces, holding back only what may still become a call.</summary>
/// <param name="syntax">How the model writes calls.</param>
/// <param name="tools">The functions there are.</param>
/// <param name="mustCall">The answer is nothing but calls: it begins where an opening ends.</param>
internal sealed class ToolAnswerReader(ToolSyntax syntax, ToolForms tools, bool mustCall)
{
    // Not shown, and not known to be a call either.
    private readonly StringBuilder _held = new();
    private Place _place = mustCall ? Place.Between : syntax.Opening.Length == 0 ? Place.Start : Place.Text;
    private readonly char[] _separators = syntax.Separators.ToCharArray();
    private ICallScanner _call = syntax.Scan(tools);

    /// <summary>An opening, with blanks before it, after which no call has begun yet: it may turn out to be text.</summary>
    private string _opening = "";
    private bool _mayCall = mustCall || !syntax.OpensEach;
    private bool _announced;
    private bool _hasArguments;

    private enum Place
    {
        /// <summary>Nothing but blanks so far, and what comes may be a call.</summary>
        Start,

        Text,

        /// <summary>Before a call or after one.</summary>
        Between,

        Call,
    }

    /// <summary>Calls that have begun.</summary>
    public int Calls { get; private set; }

    public IReadOnlyList<ToolEvent> Read(string text)
    {
        var events = new List<ToolEvent>();
        for (var at = 0; at < text.Length;)
        {
            at = _place switch
            {
                Place.Start => ReadStart(text, at),
                Place.Text => ReadText(text, at, events),
                Place.Between => ReadBetween(text, at, events),
                _ => ReadCall(text, at, events),
            };
        }

        if (_place == Place.Call) Tell(events);
        return events;
    }

    /// <summary>The rest, when nothing follows.</summary>
    public IReadOnlyList<ToolEvent> End()
    {
        var events = new List<ToolEvent>();
        var isOver = Calls > 0 && (_place == Place.Between || (_place == Place.Text && string.IsNullOrWhiteSpace(_held.ToString())));
        if (!isOver) ShowHeld(events);
        return events;
    }

    private int ReadStart(string text, int at)
    {
        if (text[at] == '{')
        {
            BeginCall();
            return at;
        }

        if (!char.IsWhiteSpace(text[at]))
        {
            _place = Place.Text;
            return at;
        }

        _held.Append(text[at]);
        return at + 1;
    }

    private int ReadText(string text, int at, List<ToolEvent> events)
    {
        var before = _held.Length;
        _held.Append(text, at, text.Length - at);
        var held = _held.ToString();
        var opening = syntax.Opening.Length == 0 ? -1 : held.IndexOf(syntax.Opening, StringComparison.Ordinal);
        if (opening < 0)
        {
            Show(held.Length - MayBecomeOpening(held), events);
            return text.Length;
        }

        // Blanks before a call are no text.
        var shown = held.AsSpan(0, opening).TrimEnd().Length;
        Show(shown, events);
        _held.Clear();
        (_place, _opening, _mayCall) = (Place.Between, held[shown..(opening + syntax.Opening.Length)], true);
        return at + opening + syntax.Opening.Length - before;
    }

    private int ReadBetween(string text, int at, List<ToolEvent> events)
    {
        _held.Append(text[at]);
        var pending = _held.ToString().TrimStart(_separators);
        if (syntax.Marks.Contains(pending))
        {
            _opening = pending == syntax.Opening ? _held.ToString() : "";
            _mayCall |= pending == syntax.Opening;
            _held.Clear();
        }
        else if (!syntax.Marks.Any(mark => mark.StartsWith(pending, StringComparison.Ordinal)) && pending.Length > 0)
        {
            if (!_mayCall)
            {
                ShowHeld(events);
                return at + 1;
            }

            // What looked like the beginning of something between calls may be that of a call.
            BeginCall();
            foreach (var letter in pending) _call.Read(letter);
            EndCall(events);
        }

        return at + 1;
    }

    private int ReadCall(string text, int at, List<ToolEvent> events)
    {
        if (!_announced) _held.Append(text[at]);
        _call.Read(text[at]);
        EndCall(events);
        return at + 1;
    }

    private void BeginCall()
    {
        _call = syntax.Scan(tools);
        (_place, _announced, _hasArguments) = (Place.Call, false, false);
    }

    private void EndCall(List<ToolEvent> events)
    {
        if (!_call.IsComplete && !_call.IsBroken) return;
        Tell(events);
        if (!_announced)
        {
            ShowHeld(events);
            return;
        }

        if (!_hasArguments) events.Add(new ToolEvent.Arguments(Calls - 1, "{}"));
        (_place, _mayCall) = (_call.IsComplete ? Place.Between : Place.Text, !syntax.OpensEach);
    }

    private void Tell(List<ToolEvent> events)
    {
        if (_call.Name is not { } name) return;
        if (!_announced)
        {
            // An answer that merely looks like a call, of a function that nobody has heard of, is an answer.
            if (syntax.Opening.Length == 0 && !mustCall && !tools.Knows(name))
            {
                ShowHeld(events);
                return;
            }

            (_announced, _opening) = (true, "");
            _held.Clear();
            events.Add(new ToolEvent.Called(Calls++, name));
        }

        if (_call.TakeArguments() is not { Length: > 0 } more) return;
        _hasArguments = true;
        events.Add(new ToolEvent.Arguments(Calls - 1, more));
    }

    /// <summary>What looked like a call is text.</summary>
    private void ShowHeld(List<ToolEvent> events)
    {
        _held.Insert(0, _opening);
        (_place, _opening) = (Place.Text, "");
        Show(_held.Length, events);
    }

    private void Show(int length, List<ToolEvent> events)
    {
        if (length == 0) return;
        var text = _held.ToString(0, length);
        _held.Remove(0, length);
        if (events is [.., ToolEvent.Content last]) events[^1] = new ToolEvent.Content(last.Text + text);
        else events.Add(new ToolEvent.Content(text));
    }

    /// <summary>Characters at the end that are blanks, an incomplete opening, or one after the other.</summary>
    private int MayBecomeOpening(string held)
    {
        if (syntax.Opening.Length == 0) return 0;
        var length = Math.Min(syntax.Opening.Length - 1, held.Length);
        while (!syntax.Opening.AsSpan(0, length).SequenceEqual(held.AsSpan(held.Length - length))) length--;
        return held.Length - held.AsSpan(0, held.Length - length).TrimEnd().Length;
    }
}
