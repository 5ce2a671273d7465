using System.Globalization;
using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Host.Pull;

/// <summary>What a pull prints: a line for every event, and one every 5 seconds or 5 per cent while it downloads.</summary>
internal sealed class PullLog(TextWriter output, TimeProvider time)
{
    private const int LinesPerFile = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _lastTime = time.GetTimestamp();
    private long _lastBytes;

    private volatile PullProgress _latest = new(0, 0);

    public TimeProvider Time => time;

    /// <summary>How far the file on its way is.</summary>
    public PullProgress Latest => _latest;

    public void Line(string text) => output.WriteLine(text);

    public void Progress(long bytes, long fileBytes)
    {
        _latest = new(bytes, fileBytes);
        var elapsed = time.GetElapsedTime(_lastTime);
        var gained = Math.Max(0, bytes - _lastBytes);
        if (elapsed < Interval && gained < fileBytes / LinesPerFile) return;
        Line($"{Size(bytes)} of {Size(fileBytes)} ({100.0 * bytes / fileBytes:F0} %), {Size((long)(gained / Math.Max(elapsed.TotalSeconds, 0.001)))}/s");
        (_lastTime, _lastBytes) = (time.GetTimestamp(), bytes);
    }

    public static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):F1} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):F1} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F1} KiB"),
    };
}
