using System.Globalization;

namespace InferOps.Operator.Simulator.Traces;

/// <summary>Traces as CSV with the header <c>seconds,service,requests_per_second,prompt_tokens,generated_tokens</c>.</summary>
public static class TraceFile
{
    private const string Header = "seconds,service,requests_per_second,prompt_tokens,generated_tokens";

    /// <exception cref="FormatException">A line is not a row; the message names the line and what it should be.</exception>
    public static Trace Read(string name, TextReader reader)
    {
        if (reader.ReadLine()?.Trim() != Header) throw new FormatException($"{name}, line 1: expected the header {Header}");
        var rows = new List<TraceRow>();
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (text.Trim().Length == 0) continue;
            var row = Parse(text.Split(',')) ?? throw new FormatException($"{name}, line {line}: expected {Header}, all numbers at least 0, but read '{text}'");
            if (rows.Count > 0 && row.At < rows[^1].At) throw new FormatException($"{name}, line {line}: {row.At.TotalSeconds} s comes after {rows[^1].At.TotalSeconds} s; rows must be in order of time");
            rows.Add(row);
        }

        return rows.Count > 1 && rows[^1].At > TimeSpan.Zero ? new Trace(name, rows) : throw new FormatException($"{name}: a trace needs at least two rows; the last one ends it");
    }

    public static void Write(Trace trace, TextWriter writer)
    {
        writer.Write(Header + "\n");
        foreach (var row in trace.Rows)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{row.At.TotalSeconds:0.###},{row.Service},{row.RequestsPerSecond:0.####},{row.PromptTokens},{row.GeneratedTokens}\n"));
    }

    private static TraceRow? Parse(string[] parts) =>
        parts.Length == 5
        && Number(parts[0]) is { } seconds && parts[1].Trim() is { Length: > 0 } service && Number(parts[2]) is { } rate
        && Number(parts[3]) is { } prompt && Number(parts[4]) is { } generated
            ? new TraceRow(TimeSpan.FromSeconds(seconds), service, rate, (int)prompt, (int)generated)
            : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && number is >= 0 and < 1e9 ? number : null;
}
