namespace InferOps.Runtime.Core.Scheduling;

/// <summary>A radix tree over the tokens in the cache: which prefixes are there, and which sequence ids hold their cells.</summary>
/// <remarks>
/// Every id's cells are a path from the root to its <see cref="Slot.Leaf"/>, and a node's holders are among those of its parent. One node means one set of
/// cells: where a sequence turns out to have evaluated what another holds already, <see cref="Extend"/> says so, and the duplicates are given back. A node with
/// a single child of the same holders is one node with it, so there are at most two nodes for every id.
/// </remarks>
internal sealed class PrefixTree(IReadOnlyList<Slot> slots)
{
    public PrefixNode Root { get; } = new(null, 0, 0, -1);

    /// <summary>The longest beginning of <paramref name="tokens"/> whose cells exist.</summary>
    public PrefixMatch Match(ReadOnlySpan<int> tokens)
    {
        var match = new PrefixMatch(Root, 0);
        while (match.Length == match.Node.End && match.Length < tokens.Length && match.Node.ChildWith(tokens[match.Length]) is { } child)
            match = new PrefixMatch(child, match.Length + TokensOf(child).CommonPrefixLength(tokens[match.Length..]));
        return match;
    }

    /// <summary>An empty slot holds the cells of a match from now on.</summary>
    public void Join(Slot slot, PrefixMatch match)
    {
        var leaf = match.Length < match.Node.End ? Split(match.Node, match.Length) : match.Node;
        slot.Leaf = leaf.Parent is null ? null : leaf;
        for (var node = leaf; node.Parent is not null; node = node.Parent) node.Holders.Add(slot.Id);
    }

    /// <summary>A slot holds the cells of its first <paramref name="length"/> tokens now, more than before.</summary>
    /// <returns>Those of the new cells that somebody else has, too; its own may be exchanged for them.</returns>
    public DuplicateCells Extend(Slot slot, int length)
    {
        var from = slot.Held;
        var tokens = slot.Tokens[..length];
        var (node, at) = (slot.Leaf ?? Root, from);
        while (at < length && node.End == at && node.ChildWith(tokens[at]) is { } child)
        {
            at += TokensOf(child).CommonPrefixLength(tokens[at..]);
            node = at < child.End ? Split(child, at) : child;
            node.Holders.Add(slot.Id);
            Absorb(node);
        }

        var duplicates = new DuplicateCells(at > from ? node.Holders.FirstExcept(slot.Id)!.Value : slot.Id, from, at);
        if (at < length) node = Append(slot, node, length);
        slot.Leaf = node;
        return duplicates;
    }

    /// <summary>A slot holds only the cells of its first <paramref name="length"/> tokens from now on.</summary>
    public void Truncate(Slot slot, int length)
    {
        var node = slot.Leaf ?? Root;
        PrefixNode? survivor = null;
        while (node.Parent is { } parent && node.Start >= length)
        {
            node.Holders.Remove(slot.Id);
            if (node.Holders.IsEmpty) parent.Children.Remove(node);
            else survivor ??= node;
            node = parent;
        }

        if (node.End > length) node = Shorten(slot, node, length);
        slot.Leaf = node.Parent is null ? null : node;
        if (survivor is { Children: [var only] }) Absorb(only);
    }

    /// <summary>The cells of the tree.</summary>
    /// <param name="running">The ids of running sequences.</param>
    public CellCount Count(in SequenceSet running) => Count(Root, running);

    private static CellCount Count(PrefixNode node, in SequenceSet running)
    {
        var cells = node.End - node.Start;
        var count = node.Holders.Overlaps(running) ? new CellCount(cells, 0) : new CellCount(0, cells);
        foreach (var child in node.Children) count += Count(child, running);
        return count;
    }

    private ReadOnlySpan<int> TokensOf(PrefixNode node) => slots[node.Holders.First].Tokens[node.Start..node.End];

    private static PrefixNode Append(Slot slot, PrefixNode node, int length)
    {
        if (node.Parent is not null && node.Children.Count == 0 && node.Holders.IsOnly(slot.Id))
        {
            node.End = length;
            return node;
        }

        var leaf = new PrefixNode(node, node.End, length, slot.Tokens[node.End]);
        leaf.Holders.Add(slot.Id);
        node.Children.Add(leaf);
        return leaf;
    }

    private PrefixNode Shorten(Slot slot, PrefixNode node, int length)
    {
        if (node.Holders.IsOnly(slot.Id))
        {
            node.End = length;
            return node;
        }

        var kept = Split(node, length);
        node.Holders.Remove(slot.Id);
        if (node.Children is [var only]) Absorb(only);
        return kept;
    }

    /// <summary>Cuts a node in two and returns the upper one. The lower one stays itself, the leaf of those whose cells end there.</summary>
    private PrefixNode Split(PrefixNode node, int at)
    {
        var parent = node.Parent!;
        var upper = new PrefixNode(parent, node.Start, at, node.FirstToken);
        upper.Holders = node.Holders;
        upper.Children.Add(node);
        parent.Children[parent.Children.IndexOf(node)] = upper;
        node.FirstToken = TokensOf(node)[at - node.Start];
        (node.Parent, node.Start) = (upper, at);
        return upper;
    }

    /// <summary>Makes a node one with its parent where nobody ends between them and nobody turns off.</summary>
    private static void Absorb(PrefixNode node)
    {
        if (node.Parent is not { Parent: { } grandparent, Children: [_] } parent || !parent.Holders.SameAs(node.Holders)) return;
        grandparent.Children[grandparent.Children.IndexOf(parent)] = node;
        (node.Parent, node.Start, node.FirstToken) = (grandparent, parent.Start, parent.FirstToken);
    }
}
