using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace InferOps.Operator.Core.Advice;

/// <summary>A history as text for a ConfigMap, at most <see cref="MostBytes"/> long: shares in thousandths, and curves with fewer steps where there are many pools.</summary>
public static class HistoryText
{
    public const int MostBytes = 8 << 10;

    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true };

    public static string Write(LoadHistory history)
    {
        var pools = history.Pools.ToDictionary(StringComparer.Ordinal);
        while (true)
        {
            var texts = pools.ToDictionary(pool => pool.Key, pool => Kept(pool.Value));
            var text = JsonSerializer.Serialize(new KeptHistory { SavedAt = history.SavedAt, Pools = texts }, Wire);
            if (Encoding.UTF8.GetByteCount(text) <= MostBytes) return text;
            var longest = texts.MaxBy(pool => Steps(pool.Value)).Key;
            // With one step left for each, the history says how much a pool is used at all; more pools than that are begun anew.
            if (Steps(texts[longest]) > 1) pools[longest] = pools[longest].Coarser();
            else pools.Remove(pools.MinBy(pool => pool.Value.Hours).Key);
        }
    }

    /// <summary>Null: it is no history, and a new one begins.</summary>
    public static LoadHistory? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<KeptHistory>(text, Wire) is { } kept ? new(kept.Pools.ToDictionary(pool => pool.Key, pool => Read(pool.Value), StringComparer.Ordinal), kept.SavedAt) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static KeptPool Kept(PoolHistory pool) => new()
    {
        Hours = Math.Round(pool.Hours, 2),
        GpusPerLevel = pool.GpusPerLevel,
        Advised = pool.Advised,
        Permille = pool.Shares.Select(shares => (shares.Key, Levels: Trim([.. shares.Value.Select(share => (int)Math.Round(share * 1000))])))
            .Where(shares => shares.Levels.Length > 0).ToDictionary(shares => shares.Key, shares => shares.Levels, StringComparer.Ordinal),
    };

    private static int Steps(KeptPool pool) => pool.Permille.Values.Select(levels => levels.Length).DefaultIfEmpty().Max();

    private static int[] Trim(int[] levels) => levels[..(Array.FindLastIndex(levels, level => level > 0) + 1)];

    private static PoolHistory Read(KeptPool kept) => kept is { Hours: >= 0 and <= 1e6, GpusPerLevel: >= 1 and <= 1 << 20 }
        ? new()
        {
            Hours = kept.Hours,
            GpusPerLevel = kept.GpusPerLevel,
            Advised = kept.Advised,
            Shares = kept.Permille.ToDictionary(
                shares => shares.Key, shares => Enumerable.Range(0, PoolHistory.Levels).Select(level => Math.Clamp(shares.Value.ElementAtOrDefault(level), 0, 1000) / 1000.0).ToArray(), StringComparer.Ordinal),
        }
        : PoolHistory.Empty;

    private sealed record KeptHistory
    {
        public DateTimeOffset? SavedAt { get; init; }

        public required IReadOnlyDictionary<string, KeptPool> Pools { get; init; }
    }

    private sealed record KeptPool
    {
        public double Hours { get; init; }

        public int GpusPerLevel { get; init; } = 1;

        public int? Advised { get; init; }

        public required IReadOnlyDictionary<string, int[]> Permille { get; init; }
    }
}
