namespace InferOps.LocalCluster.Patching;

/// <summary>The order of a merged list, the same for strategic merge and for apply.</summary>
internal static class ListOrder
{
    /// <summary>
    /// Interleaves what a patch names, in the patch's order, with what only the server has. A server-only item goes first when it already stood before
    /// the next patched item. An item the server did not know yet goes before the server-only ones in a strategic merge and after them in an apply.
    /// </summary>
    /// <param name="patched">Keys in the patch's order.</param>
    /// <param name="server">Keys in the server's order; those not in <paramref name="patched"/> are kept.</param>
    /// <param name="newFirst">Whether new items go before the server-only ones.</param>
    public static IReadOnlyList<string> Merge(IReadOnlyList<string> patched, IReadOnlyList<string> server, bool newFirst)
    {
        var position = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < server.Count; index++) position.TryAdd(server[index], index);

        var named = patched.ToHashSet(StringComparer.Ordinal);
        var rest = server.Where(key => !named.Contains(key)).ToList();
        var merged = new List<string>(patched.Count + rest.Count);
        var next = 0;
        foreach (var key in patched)
        {
            var here = position.GetValueOrDefault(key, newFirst ? -1 : int.MaxValue);
            while (next < rest.Count && position[rest[next]] < here) merged.Add(rest[next++]);
            merged.Add(key);
        }

        merged.AddRange(rest.Skip(next));
        return merged;
    }
}
