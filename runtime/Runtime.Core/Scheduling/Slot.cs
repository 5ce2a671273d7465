namespace InferOps.Runtime.Core.Scheduling;

/// <summary>One sequence id of the context, and the tokens whose cells it holds.</summary>
internal sealed class Slot(int id)
{
    private int[] _leftover = [];

    public int Id { get; } = id;

    /// <summary>Who runs here; null while the slot is free.</summary>
    public Sequence? User { get; private set; }

    /// <summary>Grows with every use: the smallest was not needed for longest.</summary>
    public long LastUse { get; set; }

    /// <summary>Cells that the last user left and the next one has not claimed.</summary>
    public int LeftoverCells => _leftover.Length;

    /// <summary>Tokens in the cache, by position.</summary>
    public ReadOnlySpan<int> Cells => User is { IsPlaced: true } ? User.Tokens[..User.Evaluated] : _leftover;

    /// <summary>A sequence moves in; <paramref name="kept"/> of the leftover cells may still be of use to it.</summary>
    public void Enter(Sequence sequence, int kept)
    {
        _leftover = _leftover[..kept];
        User = sequence;
    }

    /// <summary>The user begins after <paramref name="shared"/> tokens that are in its cells already.</summary>
    public void Place(int shared)
    {
        _leftover = [];
        User!.Place(shared);
    }

    /// <summary>The user moves out, and its cells stay.</summary>
    public void Leave()
    {
        _leftover = Cells.ToArray();
        User = null;
    }

    public void Empty()
    {
        _leftover = [];
        User = null;
    }
}
