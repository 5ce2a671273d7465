namespace InferOps.Runtime.Core.Scheduling;

/// <summary>A run of cells that the same sequences hold: positions [<see cref="Start"/>, <see cref="End"/>) after those of its parents.</summary>
/// <remarks>It has no tokens of its own: they are those of any of its holders at these positions. The number of holders is its reference count.</remarks>
internal sealed class PrefixNode(PrefixNode? parent, int start, int end, int firstToken)
{
    private SequenceSet _holders;

    /// <summary>Null for the root, which stands before the first position.</summary>
    public PrefixNode? Parent { get; set; } = parent;

    public int Start { get; set; } = start;

    public int End { get; set; } = end;

    public int FirstToken { get; set; } = firstToken;

    public ref SequenceSet Holders => ref _holders;

    /// <summary>How the prefix goes on; their first tokens differ.</summary>
    public List<PrefixNode> Children { get; } = [];

    public PrefixNode? ChildWith(int firstToken)
    {
        foreach (var child in Children)
        {
            if (child.FirstToken == firstToken) return child;
        }

        return null;
    }
}

/// <summary>The longest known beginning of some tokens: <paramref name="Length"/> of them, the last within <paramref name="Node"/>.</summary>
internal readonly record struct PrefixMatch(PrefixNode Node, int Length);

/// <summary>Cells of one sequence, at positions [<paramref name="From"/>, <paramref name="To"/>), that <paramref name="Donor"/> has, too.</summary>
internal readonly record struct DuplicateCells(int Donor, int From, int To)
{
    public bool IsEmpty => From == To;
}

/// <param name="Used">Cells that running sequences hold; one held by several counts once.</param>
/// <param name="Cached">Cells that nobody uses at the moment.</param>
internal readonly record struct CellCount(int Used, int Cached)
{
    public static CellCount operator +(CellCount left, CellCount right) => new(left.Used + right.Used, left.Cached + right.Cached);
}
