using System.Text;
using System.Text.Json;

namespace InferOps.Runtime.Server.Chat.Tools.Syntaxes;

/// <summary>Reads one call, <c>{"name": …, "arguments": {…}}</c> with members in any order, from text that comes in pieces.</summary>
/// <remarks>It follows strings and brackets, which is enough to find where members begin and end; what is in between is the model's.</remarks>
internal sealed class JsonCallScanner : ICallScanner
{
    private readonly StringBuilder _key = new();
    private readonly StringBuilder _value = new();
    private readonly StringBuilder _arguments = new();
    private Member _member = Member.Key;
    private bool _inString;
    private bool _escaped;
    private int _depth;

    private enum Member
    {
        Key,
        Name,
        Arguments,
        ArgumentsInString,
        Other,
    }

    public string? Name { get; private set; }

    public bool IsComplete { get; private set; }

    public bool IsBroken { get; private set; }

    public void Read(char next)
    {
        IsBroken |= _depth == 0 && next != '{';
        if (_inString) ReadString(next);
        else if (_depth <= 1 && ReadFrame(next)) return;
        else ReadValue(next);
    }

    public string TakeArguments()
    {
        if (Name is null || _arguments.Length == 0) return "";
        var taken = _arguments.ToString();
        _arguments.Clear();
        return taken;
    }

    private void ReadString(char next)
    {
        Keep(next);
        if (_escaped) _escaped = false;
        else if (next == '\\') _escaped = true;
        else _inString = next != '"';
    }

    /// <summary>What belongs to the call itself and not to a member of it.</summary>
    private bool ReadFrame(char next)
    {
        switch (next)
        {
            case '{' when _depth == 0:
                _depth = 1;
                return true;
            case ':' when _member == Member.Key:
                _member = Unquoted(_key) switch { "name" => Member.Name, "arguments" or "parameters" => Member.Arguments, _ => Member.Other };
                _key.Clear();
                return true;
            case ',' or '}':
                EndMember();
                IsComplete = next == '}';
                return true;
            default:
                return char.IsWhiteSpace(next);
        }
    }

    private void ReadValue(char next)
    {
        if (next == '"' && _depth == 1 && _member == Member.Arguments) _member = Member.ArgumentsInString;
        Keep(next);
        _inString = next == '"';
        if (next is '{' or '[') _depth++;
        else if (next is '}' or ']') _depth--;
    }

    private void Keep(char next)
    {
        if (_member == Member.Key) _key.Append(next);
        else if (_member == Member.Arguments) _arguments.Append(next);
        else if (_member != Member.Other) _value.Append(next);
    }

    private void EndMember()
    {
        if (_member == Member.Name) Name = Unquoted(_value);
        else if (_member == Member.ArgumentsInString) _arguments.Append(Unquoted(_value));
        _value.Clear();
        _key.Clear();
        _member = Member.Key;
    }

    private static string? Unquoted(StringBuilder text)
    {
        try
        {
            return JsonSerializer.Deserialize(text.ToString(), Wire.WireJson.Types.String);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
