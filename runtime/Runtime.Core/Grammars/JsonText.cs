using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars;

/// <summary>How values and characters are spelled in JSON.</summary>
internal static class JsonText
{
    private const string Shorts = "\"\\\b\f\n\r\t";

    private static readonly JsonWriterOptions AsTheyAre = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly CharacterSet Controls = CharacterSet.Of(new CharacterRange(0, 0x1F));

    /// <summary>Characters that stand for themselves in a string.</summary>
    private static readonly CharacterSet Plain = CharacterSet.Everything.Except(Controls).Except(CharacterSet.Of("\"\\"));

    /// <summary>A value without blanks, escaping only what must be escaped.</summary>
    public static string Of(JsonElement value)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, AsTheyAre)) value.WriteTo(json);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>A string with its quotes.</summary>
    public static string Of(string text) => '"' + string.Concat(text.EnumerateRunes().Select(rune => Escaped(rune.Value))) + '"';

    /// <summary>Spells the texts of an expression as they are spelled between the quotes of a string.</summary>
    public static Expression Escaped(Expression expression) => expression switch
    {
        Expression.Text { Value: var value } => Expression.Of(string.Concat(value.EnumerateRunes().Select(rune => Escaped(rune.Value)))),
        Expression.Character { Set: var set } => Escaped(set),
        Expression.Sequence { Parts: var parts } => Expression.Then(parts.Select(Escaped)),
        Expression.Choice { Options: var options } => Expression.Either(options.Select(Escaped)),
        Expression.Repeat { Part: var part, Min: var min, Max: var max } => Expression.Times(Escaped(part), min, max),
        _ => expression,
    };

    /// <summary>Control characters without a short escape are left out where there is a choice: nobody misses them.</summary>
    private static Expression Escaped(CharacterSet set)
    {
        var options = new List<Expression>();
        var plain = set.Intersect(Plain);
        if (!plain.IsEmpty) options.Add(new Expression.Character(plain));
        options.AddRange(Shorts.Where(one => set.Contains(one)).Select(one => Expression.Of(Escaped(one))));
        if (options.Count == 0) options.AddRange(Controls.Intersect(set).Ranges.SelectMany(Spelled).Select(Expression.Of));
        return Expression.Either(options);
    }

    private static IEnumerable<string> Spelled(CharacterRange range) => Enumerable.Range(range.First, range.Last - range.First + 1).Select(Escaped);

    private static string Escaped(int character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{character:x4}"),
        _ => new Rune(character).ToString(),
    };
}
