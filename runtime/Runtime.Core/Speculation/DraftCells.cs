namespace InferOps.Runtime.Core.Speculation;

/// <summary>What one sequence of the draft model's context holds.</summary>
internal sealed class DraftCells
{
    private Draft? _owner;
    private int _checked;

    /// <summary>Tokens by position.</summary>
    public List<int> Tokens { get; } = [];

    /// <summary>The first cells that hold what the sequence holds, all but its last token: its logits are wanted.</summary>
    public int CommonWith(Draft draft)
    {
        if (_owner != draft) (_owner, _checked) = (draft, 0);
        var tokens = draft.Tokens;
        var most = Math.Min(Tokens.Count, tokens.Length - 1);
        _checked = Math.Min(_checked, most);
        while (_checked < most && Tokens[_checked] == tokens[_checked]) _checked++;
        return _checked;
    }

    public void Truncate(int count)
    {
        if (count < Tokens.Count) Tokens.RemoveRange(count, Tokens.Count - count);
        _checked = Math.Min(_checked, count);
    }
}
