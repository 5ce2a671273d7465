using System.Globalization;
using System.Text;

namespace Prometheus;

/// <summary>Writes metric families in the Prometheus text format 0.0.4 or in OpenMetrics 1.0.0.</summary>
/// <remarks>
/// <code>
///                     text 0.0.4            OpenMetrics
/// counter family      x_total               x        (samples carry _total in both)
/// counter not _total  as it is              type unknown
/// bounds              le="1"                le="1.0"
/// help escapes        \ and newline         \, newline and "
/// end                                       # EOF
/// </code>
/// </remarks>
internal sealed class ExpositionWriter(ExpositionFormat format)
{
    private const string TotalSuffix = "_total";
    private readonly StringBuilder _text = new();

    private bool IsOpenMetrics => format == ExpositionFormat.OpenMetricsText;

    public void Family(string name, string help, string type)
    {
        if (IsOpenMetrics && type == "counter")
        {
            if (name.EndsWith(TotalSuffix, StringComparison.Ordinal)) name = name[..^TotalSuffix.Length];
            else type = "unknown";
        }

        var escaped = help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        if (IsOpenMetrics) escaped = escaped.Replace("\"", "\\\"", StringComparison.Ordinal);
        _text.Append("# HELP ").Append(name).Append(' ').Append(escaped).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    public void Counter(string name, IReadOnlyList<KeyValuePair<string, string>> labels, double value) => Sample(name, labels, value);

    public void Sample(string name, IReadOnlyList<KeyValuePair<string, string>> labels, double value)
    {
        _text.Append(name);
        Labels(labels);
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    public void Histogram(string name, IReadOnlyList<KeyValuePair<string, string>> labels, double[] upperBounds, long[] counts, double sum)
    {
        Sample(name + "_sum", labels, sum);
        Sample(name + "_count", labels, counts.Sum());
        var cumulative = 0L;
        for (var i = 0; i < upperBounds.Length; i++)
        {
            cumulative += counts[i];
            Sample(name + "_bucket", [.. labels, KeyValuePair.Create("le", Bound(upperBounds[i]))], cumulative);
        }
    }

    public byte[] End()
    {
        if (IsOpenMetrics) _text.Append("# EOF\n");
        return PrometheusConstants.ExportEncoding.GetBytes(_text.ToString());
    }

    private void Labels(IReadOnlyList<KeyValuePair<string, string>> labels)
    {
        if (labels.Count == 0) return;
        var separator = '{';
        foreach (var (name, value) in labels)
        {
            _text.Append(separator).Append(name).Append("=\"").Append(Escaped(value)).Append('"');
            separator = ',';
        }

        _text.Append('}');
    }

    private static string Escaped(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal);

    private string Bound(double bound)
    {
        var text = Number(bound);
        return IsOpenMetrics && double.IsInteger(bound) && !text.Contains('E', StringComparison.Ordinal) ? text + ".0" : text;
    }

    private static string Number(double value)
    {
        if (double.IsPositiveInfinity(value)) return "+Inf";
        if (double.IsNegativeInfinity(value)) return "-Inf";
        return value.ToString("R", CultureInfo.InvariantCulture);
    }
}
