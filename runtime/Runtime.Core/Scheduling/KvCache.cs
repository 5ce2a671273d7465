using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Scheduling;

/// <summary>The cells of a context and the sequence ids that hold them. What nobody uses stays as long as nobody needs the room: the next prompt may begin the same.</summary>
/// <remarks>
/// llama.cpp counts by itself which ids hold a cell, and frees it with the last one. So a sequence that ends leaves its id behind as a holder, without any copy;
/// a new one takes that id over, or a free one, or the one not needed for longest, and a hit is one <see cref="IInferenceModel.Copy"/>.
/// </remarks>
internal sealed class KvCache
{
    /// <summary>Tokens in common that are worth a short wait for somebody who is evaluating them.</summary>
    public const int Worthwhile = 16;

    // Evicting a few cells more than needed spares one native call per step while the cache is full.
    private const int LeastEvicted = 16;
    private const int EvictedShare = 64;

    private readonly IInferenceModel _model;
    private readonly bool _shares;
    private readonly bool _separate;
    private readonly Slot[] _slots;
    private readonly PrefixTree[] _trees;
    private CellCount? _inTrees;
    private long _uses;

    public KvCache(IInferenceModel model)
    {
        var description = model.Description;
        (_model, _shares, _separate, Cells) = (model, description.SharesPrefixes, description.SeparateCells, description.ContextTokens);
        _slots = [.. Enumerable.Range(0, Math.Min(description.SequenceIds, SequenceSet.MostIds)).Select(id => new Slot(id))];
        // Cells written with one adapter are of no use with another. Number −1 is the model alone.
        _trees = [.. Enumerable.Range(-1, description.Adapters.Count + 1).Select(_ => new PrefixTree(_slots))];
    }

    public int Cells { get; }

    public CellCount Count => (_inTrees ??= CountTrees()) + new CellCount(OwnCells(), 0);

    public int Free => Count is var count ? Cells - count.Used - count.Cached : 0;

    /// <summary>Tokens of a sequence whose cells exist.</summary>
    public int Shared(Sequence sequence) => Match(TreeOf(sequence), sequence).Length;

    /// <summary>Lets a sequence begin where cells of its tokens are already.</summary>
    /// <param name="sequence">A sequence that has no cells.</param>
    public void Place(Sequence sequence)
    {
        var tree = TreeOf(sequence);
        var match = Match(tree, sequence);
        var slot = FindSlot(match);
        if (slot.Held > 0 && (match.Length == 0 || !match.Node.Holders.Contains(slot.Id)))
        {
            Empty(slot);
            match = Match(tree, sequence);
        }

        if (slot.Held > match.Length) Shorten(slot, match.Length);
        if (slot.Held < match.Length) Share(tree, slot, match);
        slot.Enter(sequence, tree);
        Touch(slot);
        sequence.Place(match.Length);
        _inTrees = null;
    }

    /// <summary>Makes what a sequence evaluated of its prompt known to others.</summary>
    public void Publish(Sequence sequence)
    {
        var slot = sequence.Slot!;
        var known = Math.Min(sequence.Evaluated, sequence.Request.Prompt.Length);
        if (_shares && known > slot.Held) Deduplicate(slot, Extend(slot, known));
    }

    /// <summary>Takes the id of a sequence back. Its cells stay for those who come, if they can be shared.</summary>
    public void Leave(Sequence sequence)
    {
        var slot = sequence.Slot!;
        Touch(slot);
        var duplicates = _shares ? Extend(slot, sequence.Evaluated) : default;
        slot.Leave();
        if (IsRedundant(slot)) Empty(slot);
        else Deduplicate(slot, duplicates);
        _inTrees = null;
    }

    /// <summary>Frees cells that nobody uses, those not needed for longest first and of these the last, until at least <paramref name="cells"/> are freed.</summary>
    /// <returns>False when there was nothing to free.</returns>
    public bool TryEvict(int cells)
    {
        var (freed, atOnce) = (0, Math.Max(LeastEvicted, Cells / EvictedShare));
        while (freed < cells && Oldest() is { } slot)
        {
            var leaf = slot.Leaf!;
            var evicted = leaf.Holders.IsOnly(slot.Id) ? Math.Min(leaf.End - leaf.Start, Math.Max(cells - freed, atOnce)) : 0;
            Shorten(slot, leaf.End - evicted);
            if (IsRedundant(slot)) Empty(slot);
            freed += evicted;
        }

        return freed > 0;
    }

    /// <summary>Forgets every holder without touching the model.</summary>
    public void Abandon()
    {
        foreach (var slot in _slots) slot.Clear();
        _inTrees = default(CellCount);
    }

    private PrefixTree TreeOf(Sequence sequence) => _trees[sequence.Request.Adapter + 1];

    private PrefixMatch Match(PrefixTree tree, Sequence sequence) =>
        _shares ? tree.Match(sequence.Shareable) : new PrefixMatch(tree.Root, 0);

    /// <summary>A slot nobody runs in: one whose cells end where the match does, so that nothing is lost; or a free one; or the one not needed for longest.</summary>
    private Slot FindSlot(PrefixMatch match)
    {
        Slot? free = null;
        foreach (var slot in _slots)
        {
            if (slot.User is not null) continue;
            if (slot.Held > 0 && slot.Leaf == match.Node && slot.Held == match.Length) return slot;
            if (slot.Held == 0) free ??= slot;
        }

        return free ?? Oldest() ?? throw new InvalidOperationException("more sequences run than there are ids");
    }

    private Slot? Oldest()
    {
        Slot? oldest = null;
        foreach (var slot in _slots)
        {
            if (slot.User is null && slot.Held > 0 && (oldest is null || slot.LastUse < oldest.LastUse)) oldest = slot;
        }

        return oldest;
    }

    private void Share(PrefixTree tree, Slot slot, PrefixMatch match)
    {
        _model.Copy(match.Node.Holders.First, slot.Id, 0, match.Length);
        tree.Join(slot, match);
    }

    private DuplicateCells Extend(Slot slot, int length)
    {
        _inTrees = null;
        return length > slot.Held ? slot.Tree!.Extend(slot, length) : default;
    }

    /// <summary>Gives back what two evaluated at once. Cells that every sequence has of its own have nowhere to go back to.</summary>
    private void Deduplicate(Slot slot, DuplicateCells cells)
    {
        if (cells.IsEmpty || _separate) return;
        _model.Remove(slot.Id, cells.From, cells.To);
        _model.Copy(cells.Donor, slot.Id, cells.From, cells.To);
    }

    /// <summary>True for a holder of nothing that others do not hold, too; they were of use instead.</summary>
    private bool IsRedundant(Slot slot)
    {
        if (slot.Leaf is not { } leaf) return true;
        if (leaf.Holders.IsOnly(slot.Id)) return false;
        foreach (var other in _slots)
        {
            if (leaf.Holders.Contains(other.Id)) other.LastUse = Math.Max(other.LastUse, slot.LastUse);
        }

        return true;
    }

    private void Shorten(Slot slot, int length)
    {
        if (length == slot.Held) return;
        _model.Remove(slot.Id, length, -1);
        slot.Tree!.Truncate(slot, length);
        _inTrees = null;
    }

    private void Empty(Slot slot)
    {
        _model.Remove(slot.Id, -1, -1);
        slot.Tree?.Truncate(slot, 0);
        slot.Clear();
        _inTrees = null;
    }

    private CellCount CountTrees()
    {
        var running = default(SequenceSet);
        foreach (var slot in _slots)
        {
            if (slot.User is not null) running.Add(slot.Id);
        }

        var count = default(CellCount);
        foreach (var tree in _trees) count += tree.Count(running);
        return count;
    }

    private int OwnCells()
    {
        var cells = 0;
        foreach (var slot in _slots) cells += slot.OwnCells;
        return cells;
    }

    private void Touch(Slot slot) => slot.LastUse = ++_uses;
}
