using System.Collections.Frozen;

namespace InferOps.Runtime.Core.Grammars.Patterns;

/// <summary>Formats of strings as patterns: each matches nothing but the format, though not always all of it.</summary>
internal static class FormatPatterns
{
    private const string Year = "[1-9][0-9]{3}";
    private const string LeapYear = "([1-9][0-9](0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)";
    private const string Date = $"({Year}-(((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01]))|((0[469]|11)-(0[1-9]|[12][0-9]|30))|(02-(0[1-9]|1[0-9]|2[0-8])))|{LeapYear}-02-29)";
    private const string Hour = "([01][0-9]|2[0-3])";
    private const string Time = $"{Hour}:[0-5][0-9]:[0-5][0-9](\\.[0-9]{{1,6}})?(Z|[+-]{Hour}:[0-5][0-9])";
    private const string Byte = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private const string Label = "[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?";
    private const string Host = $"{Label}(\\.{Label}){{0,4}}";

    /// <summary>By name; each anchored at both ends.</summary>
    public static FrozenDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["date"] = $"^{Date}$",
        ["time"] = $"^{Time}$",
        ["date-time"] = $"^{Date}T{Time}$",
        ["duration"] = "^P([0-9]{1,4}W|[0-9]{1,4}Y([0-9]{1,2}M([0-9]{1,2}D)?)?|[0-9]{1,3}M([0-9]{1,2}D)?|[0-9]{1,4}D|T([0-9]{1,4}H([0-9]{1,2}M([0-9]{1,2}S)?)?|[0-9]{1,4}M([0-9]{1,2}S)?|[0-9]{1,5}S))$",
        ["uuid"] = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        ["email"] = $"^[A-Za-z0-9_+-]{{1,32}}(\\.[A-Za-z0-9_+-]{{1,16}}){{0,2}}@{Label}(\\.{Label}){{1,4}}$",
        ["hostname"] = $"^{Host}$",
        ["ipv4"] = $"^{Byte}(\\.{Byte}){{3}}$",
        ["ipv6"] = "^[0-9a-f]{1,4}(:[0-9a-f]{1,4}){7}$",
        ["uri"] = $"^https?://{Host}(:[1-9][0-9]{{1,3}})?(/[A-Za-z0-9._~-]{{0,64}}){{0,8}}(\\?[A-Za-z0-9._~=&-]{{0,256}})?(#[A-Za-z0-9._~-]{{0,64}})?$",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
