using System.Globalization;
using System.Text.Json;

namespace k8s;

/// <summary>The time format of the Kubernetes API.</summary>
internal static class Rfc3339
{
    /// <summary>
    /// Always six fractional digits: a MicroTime (leases, events) is refused with any other number of them, and a plain
    /// Time is read with any number.
    /// </summary>
    public static string Print(DateTimeOffset value) =>
        value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <exception cref="JsonException">The text is not an RFC 3339 time.</exception>
    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value)
            ? value
            : throw new JsonException($"'{text}' is not an RFC 3339 time.");
}
