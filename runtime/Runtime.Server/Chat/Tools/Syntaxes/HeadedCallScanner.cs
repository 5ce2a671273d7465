using System.Text;
using System.Text.RegularExpressions;

namespace InferOps.Runtime.Server.Chat.Tools.Syntaxes;

/// <summary>Reads a call whose name stands before a JSON object with its arguments.</summary>
/// <param name="head">What stands before the object.</param>
internal sealed class HeadedCallScanner(Regex head) : ICallScanner
{
    private const int LongestHead = 256;

    private readonly StringBuilder _text = new();
    private bool _inString;
    private bool _escaped;
    private int _depth;

    public string? Name { get; private set; }

    public bool IsComplete { get; private set; }

    public bool IsBroken { get; private set; }

    public void Read(char next)
    {
        if (Name is null) ReadHead(next);
        if (Name is not null) ReadArguments(next);
    }

    public string TakeArguments()
    {
        if (Name is null) return "";
        var taken = _text.ToString();
        _text.Clear();
        return taken;
    }

    private void ReadHead(char next)
    {
        if (next != '{')
        {
            _text.Append(next);
            IsBroken = _text.Length > LongestHead;
            return;
        }

        if (head.Match(_text.ToString()) is { Success: true } match) Name = match.Groups["name"].Value;
        else IsBroken = true;
        _text.Clear();
    }

    private void ReadArguments(char next)
    {
        _text.Append(next);
        if (_inString)
        {
            if (_escaped) _escaped = false;
            else if (next == '\\') _escaped = true;
            else _inString = next != '"';
            return;
        }

        _inString = next == '"';
        if (next is '{' or '[') _depth++;
        else if (next is '}' or ']') IsComplete = --_depth == 0;
    }
}
