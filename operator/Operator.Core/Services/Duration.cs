using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace InferOps.Operator.Core.Services;

/// <summary>A length of time as Kubernetes users write it: <c>90s</c>, <c>5m</c>, <c>1h30m</c>, <c>250ms</c>.</summary>
/// <remarks>Holds what was written, right or wrong, so that a bad value becomes a violation and never an object that cannot be read.</remarks>
[JsonConverter(typeof(DurationJsonConverter))]
public readonly partial record struct Duration(string Text)
{
    public static implicit operator Duration(string text) => new(text);

    public bool IsValid => TryParse(Text, out _);

    /// <summary>The parsed value.</summary>
    /// <exception cref="FormatException">The text is not a duration; validation reports that before anyone asks.</exception>
    public TimeSpan ToTimeSpan() => TryParse(Text, out var value) ? value : throw new FormatException($"'{Text}' is not a duration.");

    public static Duration From(TimeSpan value) => new(
        value < TimeSpan.FromSeconds(1) ? string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds:0}ms")
        : value.Ticks % TimeSpan.TicksPerMinute == 0 ? string.Create(CultureInfo.InvariantCulture, $"{value.TotalMinutes:0}m")
        : string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0.###}s"));

    public override string ToString() => Text;

    public static bool TryParse(string? text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text) || !Shape().IsMatch(text)) return false;
        if (text == "0") return true;
        var seconds = 0d;
        foreach (Match part in Part().Matches(text))
        {
            seconds += double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * part.Groups[2].Value switch
            {
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                "ms" => 1e-3,
                "us" or "µs" => 1e-6,
                _ => 1e-9,
            };
        }
        if (seconds > TimeSpan.MaxValue.TotalSeconds / 2) return false;
        value = TimeSpan.FromSeconds(seconds);
        return true;
    }

    [GeneratedRegex(@"^(0|(\d{1,9}(\.\d{1,9})?(h|m|s|ms|us|µs|ns))+)$")]
    private static partial Regex Shape();

    [GeneratedRegex(@"(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)")]
    private static partial Regex Part();
}

public sealed class DurationJsonConverter : JsonConverter<Duration>
{
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(WireText.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
