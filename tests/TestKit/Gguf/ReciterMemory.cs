namespace InferOps.TestKit.Gguf;

/// <summary>One thing the reciter remembers: after <c>[SecondLast,] Last, Current</c> comes <c>Next</c>.</summary>
internal sealed record Recollection(int? SecondLast, int Last, int Current, int Next);

/// <summary>Cuts the texts into recollections: two tokens where they suffice to tell what follows, three where they do not.</summary>
internal static class ReciterMemory
{
    public static IReadOnlyList<Recollection> Of(IReadOnlyList<Recital> recitals, Vocabulary vocabulary)
    {
        var triples = recitals.SelectMany(recital => Triples(recital.Tokenize(vocabulary))).Distinct().ToList();
        var memory = new List<Recollection>();
        foreach (var pair in triples.GroupBy(triple => (triple.Last, triple.Current)))
        {
            var successors = pair.Select(triple => triple.Next).Distinct().ToList();
            if (successors.Count == 1) memory.Add(new Recollection(null, pair.Key.Last, pair.Key.Current, successors[0]));
            else memory.AddRange(pair);
        }

        var ambiguous = memory.GroupBy(item => (item.SecondLast, item.Last, item.Current)).FirstOrDefault(group => group.Count() > 1);
        return ambiguous is null ? memory : throw new InvalidOperationException($"the recitals are ambiguous after tokens {ambiguous.Key}");
    }

    private static IEnumerable<Recollection> Triples((int[] Tokens, int TriggerLength) recital)
    {
        var tokens = recital.Tokens;
        for (var i = recital.TriggerLength - 1; i + 1 < tokens.Length; i++)
            yield return new Recollection(i >= 2 ? tokens[i - 2] : null, tokens[i - 1], tokens[i], tokens[i + 1]);
    }
}
