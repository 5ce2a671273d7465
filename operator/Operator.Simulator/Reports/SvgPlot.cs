using System.Globalization;

namespace InferOps.Operator.Simulator.Reports;

/// <summary>A run as a picture: load and time to first token above, replicas per pool stacked in the middle, cost below.</summary>
internal static class SvgPlot
{
    private const int Width = 960;
    private const int PanelHeight = 150;
    private const int Left = 70;
    private const int Right = 20;
    private const int Gap = 46;
    private static readonly string[] PoolColours = ["#2f7d5b", "#3d6fb4", "#d98c2b", "#8a5bb0", "#6b7280", "#c2504b"];

    public static void Write(TextWriter writer, string title, Outcome outcome)
    {
        var samples = outcome.Samples;
        var pools = outcome.GpuHours.Keys.ToList();
        var height = (4 * (PanelHeight + Gap)) + 30;
        writer.Write($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        writer.Write($"<rect width=\"{Width}\" height=\"{height}\" fill=\"#ffffff\"/>\n<text x=\"{Left}\" y=\"20\" font-size=\"15\">{title}</text>\n");
        Line(writer, 0, "requests per second", samples, sample => sample.RequestsPerSecond, "#374151");
        Stack(writer, 1, "replicas", samples, pools);
        Line(writer, 2, "time to first token, p95, seconds", samples, sample => Math.Min(sample.TimeToFirstTokenP95 ?? 0, 60), "#c2504b");
        Line(writer, 3, "energy and cloud so far", samples, sample => sample.VariableCost, "#374151");
        writer.Write("</svg>\n");
    }

    private static void Line(TextWriter writer, int panel, string label, IReadOnlyList<Sample> samples, Func<Sample, double> value, string colour)
    {
        var most = Math.Max(1e-9, samples.Max(value));
        Frame(writer, panel, label, most, samples[^1].At);
        writer.Write($"<polyline fill=\"none\" stroke=\"{colour}\" points=\"{Points(panel, samples, value, most)}\"/>\n");
    }

    private static void Stack(TextWriter writer, int panel, string label, IReadOnlyList<Sample> samples, List<string> pools)
    {
        var most = Math.Max(1, samples.Max(sample => sample.Replicas.Values.Sum()));
        Frame(writer, panel, label, most, samples[^1].At);
        // The largest sum first: what is drawn later covers the part below it.
        for (var top = pools.Count - 1; top >= 0; top--)
        {
            var stacked = Points(panel, samples, sample => pools.Take(top + 1).Sum(pool => sample.Replicas[pool]), most);
            writer.Write($"<polygon fill=\"{PoolColours[top % PoolColours.Length]}\" points=\"{Number(Left)},{Number(Bottom(panel))} {stacked} {Number(Width - Right)},{Number(Bottom(panel))}\"/>\n");
            writer.Write($"<text x=\"{Left + 90 + (110 * top)}\" y=\"{Bottom(panel) - PanelHeight - 6}\" fill=\"{PoolColours[top % PoolColours.Length]}\">{pools[top]}</text>\n");
        }
    }

    private static void Frame(TextWriter writer, int panel, string label, double most, TimeSpan length)
    {
        var (bottom, top) = (Bottom(panel), Bottom(panel) - PanelHeight);
        writer.Write($"<text x=\"{Left}\" y=\"{top - 6}\">{label}</text>\n<path d=\"M{Left} {top}V{bottom}H{Width - Right}\" fill=\"none\" stroke=\"#9ca3af\"/>\n");
        writer.Write($"<text x=\"{Left - 6}\" y=\"{top + 10}\" text-anchor=\"end\">{Number(most)}</text>\n<text x=\"{Left - 6}\" y=\"{bottom}\" text-anchor=\"end\">0</text>\n");
        writer.Write($"<text x=\"{Width - Right}\" y=\"{bottom + 16}\" text-anchor=\"end\">{Number(length.TotalHours)} h</text>\n");
    }

    private static string Points(int panel, IReadOnlyList<Sample> samples, Func<Sample, double> value, double most) =>
        string.Join(' ', samples.Select(sample => $"{Number(Left + ((Width - Left - Right) * (sample.At / samples[^1].At)))},{Number(Bottom(panel) - (PanelHeight * value(sample) / most))}"));

    private static int Bottom(int panel) => 50 + PanelHeight + (panel * (PanelHeight + Gap));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
