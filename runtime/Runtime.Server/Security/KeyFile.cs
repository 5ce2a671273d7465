using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace InferOps.Runtime.Server.Security;

/// <summary>Reads a file of API keys: one per line, with settings after it.</summary>
/// <remarks>
/// <code>
/// # comment
/// KEY [name=team-a] [rpm=60] [tpm=100000] [concurrent=8] [priority=5]
/// </code>
/// </remarks>
internal static class KeyFile
{
    private const int LongestName = 63;
    private const int HighestPriority = 100;
    private static readonly char[] Blanks = [' ', '\t'];

    /// <exception cref="KeyFileException">A line is wrong.</exception>
    public static IReadOnlyList<KnownKey> Parse(IReadOnlyList<string> lines)
    {
        var keys = new List<KnownKey>();
        for (var number = 1; number <= lines.Count; number++)
        {
            var words = lines[number - 1].Split(Blanks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .TakeWhile(word => word[0] != '#').ToList();
            if (words.Count == 0) continue;
            var key = new KnownKey(Hash(words[0]), Settings(words.Skip(1), number));
            if (keys.Exists(other => other.Hash.AsSpan().SequenceEqual(key.Hash))) throw new KeyFileException(number, "this key stands on an earlier line, too");
            if (keys.Exists(other => other.Tenant == key.Tenant && other.Settings != key.Settings))
                throw new KeyFileException(number, "keys of the same name share one budget, so their settings must be the same");
            keys.Add(key);
        }

        return keys;
    }

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    // No message repeats a word of the line: it could be a key.
    private static KeySettings Settings(IEnumerable<string> words, int line)
    {
        var settings = new KeySettings();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = at < 0 ? (word, "") : (word[..at], word[(at + 1)..]);
            settings = name switch
            {
                "name" => settings with { Name = Name(value, line) },
                "rpm" => settings with { Limits = settings.Limits with { RequestsPerMinute = Number(name, value, line, 1) } },
                "tpm" => settings with { Limits = settings.Limits with { TokensPerMinute = Number(name, value, line, 1) } },
                "concurrent" => settings with { Limits = settings.Limits with { Concurrent = Number(name, value, line, 1) } },
                "priority" => settings with { Priority = Priority(value, line) },
                _ => throw new KeyFileException(line, "after the key, only name=, rpm=, tpm=, concurrent= and priority= may stand"),
            };
            if (!seen.Add(name)) throw new KeyFileException(line, $"{name} is set twice");
        }

        return settings;
    }

    private static string Name(string value, int line) =>
        value.Length is > 0 and <= LongestName && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? value
            : throw new KeyFileException(line, $"a name has 1 to {LongestName} letters, digits, dots, dashes or underscores");

    private static int Priority(string value, int line)
    {
        var priority = Number("priority", value, line, -HighestPriority);
        return priority <= HighestPriority ? priority : throw new KeyFileException(line, $"priority must be at most {HighestPriority}");
    }

    private static int Number(string name, string value, int line, int least) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new KeyFileException(line, $"{name} must be a whole number of at least {least}");
}

/// <summary>A line of the key file is wrong. The message names the line, never the key.</summary>
internal sealed class KeyFileException(int line, string problem) : Exception($"line {line}: {problem}");
