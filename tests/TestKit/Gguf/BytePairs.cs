using System.Text;
using System.Text.RegularExpressions;

namespace InferOps.TestKit.Gguf;

/// <summary>Byte-pair encoding as GPT-2 does it: cut text into words, then join the most frequent neighbours again and again.</summary>
/// <remarks>Symbols are written with one printable character per byte, as the vocabulary in a GGUF file is.</remarks>
internal static partial class BytePairs
{
    private static readonly char[] Printable = PrintableBytes();

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Words();

    /// <summary>The 256 symbols that stand for single bytes, in byte order.</summary>
    public static IEnumerable<string> Bytes => Printable.Select(symbol => symbol.ToString());

    /// <summary>Learns pairs to join, the most frequent first, until every word of the text is one symbol.</summary>
    public static List<(string Left, string Right)> Train(string text)
    {
        var words = Split(text).GroupBy(word => word, StringComparer.Ordinal)
            .Select(group => (Symbols: ToSymbols(group.Key), Count: group.Count())).ToList();
        var merges = new List<(string, string)>();
        while (MostFrequentPair(words) is { } pair)
        {
            merges.Add(pair);
            foreach (var (symbols, _) in words) Join(symbols, pair);
        }

        return merges;
    }

    /// <summary>The symbols of a text, with the pairs joined in the order in which they were learnt.</summary>
    public static IEnumerable<string> Encode(string text, IReadOnlyList<(string Left, string Right)> merges)
    {
        foreach (var word in Split(text))
        {
            var symbols = ToSymbols(word);
            foreach (var pair in merges) Join(symbols, pair);
            foreach (var symbol in symbols) yield return symbol;
        }
    }

    private static IEnumerable<string> Split(string text) => Words().Matches(text).Select(match => match.Value);

    private static List<string> ToSymbols(string word) => [.. Encoding.UTF8.GetBytes(word).Select(value => Printable[value].ToString())];

    private static (string Left, string Right)? MostFrequentPair(List<(List<string> Symbols, int Count)> words)
    {
        var counts = new Dictionary<(string Left, string Right), int>();
        foreach (var (symbols, count) in words)
            for (var i = 0; i + 1 < symbols.Count; i++)
                counts[(symbols[i], symbols[i + 1])] = counts.GetValueOrDefault((symbols[i], symbols[i + 1])) + count;
        return counts.Count == 0 ? null : counts.OrderByDescending(entry => entry.Value)
            .ThenBy(entry => entry.Key.Left, StringComparer.Ordinal).ThenBy(entry => entry.Key.Right, StringComparer.Ordinal).First().Key;
    }

    private static void Join(List<string> symbols, (string Left, string Right) pair)
    {
        for (var i = 0; i + 1 < symbols.Count; i++)
        {
            if (symbols[i] != pair.Left || symbols[i + 1] != pair.Right) continue;
            symbols[i] += symbols[i + 1];
            symbols.RemoveAt(i + 1);
        }
    }

    /// <summary>GPT-2's alphabet: printable Latin-1 stands for itself, every other byte for a character from U+0100 on.</summary>
    private static char[] PrintableBytes()
    {
        var next = 256;
        return [.. Enumerable.Range(0, 256).Select(value => (char)(value is >= 33 and <= 126 or >= 161 and <= 172 or >= 174 ? value : next++))];
    }
}
