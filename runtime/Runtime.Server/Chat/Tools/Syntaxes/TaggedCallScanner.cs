using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using InferOps.Runtime.Core.Grammars;

namespace InferOps.Runtime.Server.Chat.Tools.Syntaxes;

/// <summary>Reads a call whose arguments stand in tags, and writes them as JSON; texts as they come, everything else when it is complete.</summary>
internal sealed class TaggedCallScanner : ICallScanner
{
    private const int LongestName = 256;

    private readonly TaggedCalls _syntax;
    private readonly ToolForms _tools;
    private readonly string[] _valueEnds;

    // Read, and not understood yet.
    private readonly StringBuilder _pending = new();
    private readonly StringBuilder _json = new();
    private Place _place;
    private string _function = "";
    private MemberForm _form;
    private bool _hasArguments;
    private bool _atStart;

    public TaggedCallScanner(TaggedCalls syntax, ToolForms tools)
    {
        (_syntax, _tools) = (syntax, tools);
        _place = syntax.BeforeName.Length > 0 ? Place.BeforeName : Place.Name;
        _valueEnds = syntax.PadsValues ? [syntax.AfterValue, "\n" + syntax.AfterValue] : [syntax.AfterValue];
    }

    private enum Place
    {
        BeforeName,
        Name,
        BetweenArguments,
        Key,
        BeforeValue,
        Value,
    }

    public string? Name { get; private set; }

    public bool IsComplete { get; private set; }

    public bool IsBroken { get; private set; }

    public void Read(char next)
    {
        if (IsComplete || IsBroken) return;
        _pending.Append(next);
        switch (_place)
        {
            case Place.BeforeName when Comes(_syntax.BeforeName): Go(Place.Name); break;
            case Place.Name when !IsOfName(next): EndName(); break;
            case Place.BetweenArguments: ReadBetween(); break;
            case Place.Key when EndsWith(_syntax.AfterKey): BeginArgument(); break;
            case Place.BeforeValue when Comes(_syntax.BeforeValue): Go(Place.Value); break;
            case Place.Value when EndsWith(_syntax.AfterValue): EndValue(); break;
            case Place.Name or Place.Key when _pending.Length > LongestName: Break(); break;
        }
    }

    public string TakeArguments()
    {
        if (_place == Place.Value && _form == MemberForm.Text) Write(_pending.Length - MayBeEnd());
        var taken = _json.ToString();
        _json.Clear();
        return taken;
    }

    private static bool IsOfName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.';

    private void EndName()
    {
        var last = _pending[^1];
        _function = _pending.ToString(0, _pending.Length - 1);
        var isNamed = _function.Length > 0 && (_syntax.AfterName.Length == 0 || _syntax.AfterName[0] == last);
        if (!isNamed)
        {
            Break();
            return;
        }

        Go(Place.BetweenArguments);
        if (_syntax.AfterName.Length > 0) return;
        _pending.Append(last);
        ReadBetween();
    }

    private void ReadBetween()
    {
        var text = _pending.ToString().TrimStart();
        if (text == _syntax.BeforeKey)
        {
            Name = _function;
            Go(Place.Key);
        }
        else if (text == _syntax.End)
        {
            Name = _function;
            if (_hasArguments) _json.Append('}');
            IsComplete = true;
        }
        else if (!_syntax.BeforeKey.StartsWith(text, StringComparison.Ordinal) && !_syntax.End.StartsWith(text, StringComparison.Ordinal))
        {
            Break();
        }
    }

    private void BeginArgument()
    {
        var key = _pending.ToString(0, _pending.Length - _syntax.AfterKey.Length).Trim();
        _form = _tools.Of(_function, key);
        _json.Append(_hasArguments ? ", " : "{").Append('"').Append(Escaped(key)).Append("\": ");
        if (_form == MemberForm.Text) _json.Append('"');
        (_hasArguments, _atStart) = (true, true);
        Go(_syntax.BeforeValue.Length > 0 ? Place.BeforeValue : Place.Value);
    }

    private void EndValue()
    {
        var end = Array.FindLast(_valueEnds, EndsWith)!;
        if (_form == MemberForm.Text)
        {
            Write(_pending.Length - end.Length);
            _json.Append('"');
        }
        else
        {
            _json.Append(Value(_pending.ToString(0, _pending.Length - end.Length)));
        }

        Go(Place.BetweenArguments);
    }

    /// <summary>Text, as part of a JSON string.</summary>
    private void Write(int length)
    {
        if (length > 0 && char.IsHighSurrogate(_pending[length - 1])) length--;
        if (length <= 0) return;
        var from = _atStart && _syntax.PadsValues && _pending[0] == '\n' ? 1 : 0;
        _json.Append(Escaped(_pending.ToString(from, length - from)));
        _pending.Remove(0, length);
        _atStart = false;
    }

    /// <summary>What is JSON, as it is; what Python calls true, false or none; the rest as a string.</summary>
    private static string Value(string written)
    {
        var text = written.Trim();
        if (text is "True" or "False") return text.ToLowerInvariant();
        if (text is "None") return "null";
        try
        {
            using var document = JsonDocument.Parse(text);
            return text;
        }
        catch (JsonException)
        {
            return $"\"{Escaped(text)}\"";
        }
    }

    private static string Escaped(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

    /// <summary>Whether, after blanks, this is all that was read. What can no longer become it is no call.</summary>
    private bool Comes(string mark)
    {
        var text = _pending.ToString().TrimStart();
        if (!mark.StartsWith(text, StringComparison.Ordinal)) Break();
        return text == mark;
    }

    private bool EndsWith(string mark)
    {
        if (_pending.Length < mark.Length) return false;
        for (var i = 1; i <= mark.Length; i++)
        {
            if (_pending[^i] != mark[^i]) return false;
        }

        return true;
    }

    /// <summary>Characters at the end that may be the beginning of a value's end.</summary>
    private int MayBeEnd()
    {
        var length = Math.Min(_pending.Length, _valueEnds.Max(end => end.Length) - 1);
        while (length > 0 && !_valueEnds.Any(end => EndsWith(end[..Math.Min(length, end.Length)]) && length < end.Length)) length--;
        return length;
    }

    private void Go(Place place)
    {
        _pending.Clear();
        _place = place;
    }

    private void Break()
    {
        if (Name is not null && _place is Place.BetweenArguments && _hasArguments) _json.Append('}');
        IsBroken = true;
    }
}
