using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace InferOps.LocalCluster.Schema.Validation;

/// <summary>The string formats that are checked; a format that is not known is a comment.</summary>
internal static class Formats
{
    public static bool Fits(string? format, string text) => format switch
    {
        "date-time" => text.Contains('T') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "duration" => Durations.TryParse(text, out _),
        "quantity" => Quantity.TryParse(text, out _),
        "byte" => Convert.TryFromBase64String(text, new byte[text.Length], out _),
        "uuid" => Guid.TryParseExact(text, "D", out _) || Guid.TryParseExact(text, "N", out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "ipv4" => IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork,
        "ipv6" => IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6,
        "ip" => IPAddress.TryParse(text, out _),
        "cidr" => IPNetwork.TryParse(text, out _),
        "hostname" => Names.IsSubdomain(text.ToLowerInvariant()),
        _ => true,
    };
}
