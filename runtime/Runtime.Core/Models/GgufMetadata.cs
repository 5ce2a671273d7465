namespace InferOps.Runtime.Core.Models;

/// <summary>The key-value part of a header: integers, texts and short integer arrays; everything else is skipped.</summary>
internal sealed class GgufMetadata
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public string? Text(string key) => _values.GetValueOrDefault(key) as string;

    /// <summary>A number that must be there, 1 … 2³¹ − 1.</summary>
    public long Required(string key) => Optional(key) ?? throw GgufException.Corrupt($"the header lacks {key}");

    /// <summary>A number, 1 … 2³¹ − 1; null where the header has none.</summary>
    public long? Optional(string key) => _values.GetValueOrDefault(key) switch
    {
        null => null,
        long number and >= 1 and <= int.MaxValue => number,
        _ => throw GgufException.Corrupt($"{key} is not a positive number"),
    };

    /// <summary>The sum over layers of a number given once for all of them or as an array with one each; null where the header has none.</summary>
    public long? SumOverLayers(string key, long layers) => _values.GetValueOrDefault(key) switch
    {
        null => null,
        long number and >= 0 and <= int.MaxValue => number * layers,
        long[] each when each.Length == layers && Array.TrueForAll(each, number => number is >= 0 and <= int.MaxValue) => each.Sum(),
        _ => throw GgufException.Corrupt($"{key} is neither a number nor one number per layer"),
    };

    public void Add(string key, object? value)
    {
        if (!_values.TryAdd(key, value)) throw GgufException.Corrupt($"the header has {key} twice");
    }
}
