namespace InferOps.Runtime.Core.Scheduling;

/// <summary>One sequence id of the context: a running sequence's, a holder of cells that may be of use again, or free.</summary>
internal sealed class Slot(int id)
{
    private int[] _kept = [];

    public int Id { get; } = id;

    /// <summary>Who runs here; null while nobody does.</summary>
    public Sequence? User { get; private set; }

    /// <summary>The tree of the adapter its cells were written with.</summary>
    public PrefixTree? Tree { get; private set; }

    /// <summary>Where in the tree its shareable cells end; null while it has none there.</summary>
    public PrefixNode? Leaf { get; set; }

    /// <summary>Cells in the tree. A running sequence has more: what it generates is its own until it leaves.</summary>
    public int Held => Leaf?.End ?? 0;

    /// <summary>Tokens of its cells, by position; a running sequence's may be more than its cells.</summary>
    public ReadOnlySpan<int> Tokens => User is null ? _kept : User.Tokens;

    /// <summary>Grows with every use: the smallest was not needed for longest.</summary>
    public long LastUse { get; set; }

    /// <summary>Cells of its user that are not in the tree.</summary>
    public int OwnCells => User is null ? 0 : User.Evaluated - Held;

    public void Enter(Sequence sequence, PrefixTree tree)
    {
        (User, Tree, _kept) = (sequence, tree, []);
        sequence.Slot = this;
    }

    /// <summary>The user moves out; the tokens of its cells stay known.</summary>
    public void Leave()
    {
        _kept = User!.Tokens[..User.Evaluated].ToArray();
        User.Slot = null;
        User = null;
    }

    /// <summary>Nobody runs here, and there are no cells.</summary>
    public void Clear() => (User, Tree, Leaf, _kept) = (null, null, null, []);
}
