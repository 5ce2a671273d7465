using System.Globalization;
using System.Text;

namespace InferOps.LocalCluster.Kubelet.Logs;

/// <summary>What of a log is asked for: the parameters of <c>pods/log</c>.</summary>
internal sealed record LogQuery
{
    public bool Follow { get; init; }

    public int? TailLines { get; init; }

    public DateTimeOffset? Since { get; init; }

    public bool Timestamps { get; init; }

    public long? LimitBytes { get; init; }
}

/// <summary>One stored line. <see cref="Whole"/> is false for a part of a longer line.</summary>
internal sealed record LogLine(DateTimeOffset Time, string Stamp, string Text, bool Whole);

/// <summary>Reads a log across its rotated files and, when following, as it grows.</summary>
internal static class LogReader
{
    /// <summary>All lines stored now.</summary>
    public static IEnumerable<LogLine> Lines(ContainerLog log)
    {
        foreach (var file in log.Files)
        {
            using var reader = Open(file);
            while (reader.ReadLine() is { } line)
                if (Parse(line) is { } parsed) yield return parsed;
        }
    }

    /// <summary>Writes the lines asked for to <paramref name="output"/>; when following, until the log is closed or the reader leaves.</summary>
    public static async Task CopyAsync(ContainerLog log, LogQuery query, Stream output, CancellationToken cancellation)
    {
        var left = query.LimitBytes ?? long.MaxValue;
        var rotation = log.Rotation;
        using var current = Open(log.CurrentFile);
        IEnumerable<LogLine> stored = [.. log.Files.Where(file => file != log.CurrentFile).SelectMany(ReadAll), .. Drain(current)];
        if (query.TailLines is { } tail) stored = stored.TakeLast(tail);
        foreach (var line in stored) left = await WriteAsync(line, query, output, left, cancellation);
        await output.FlushAsync(cancellation);
        if (query.Follow && left > 0) await FollowAsync(log, query, (current, rotation, left), output, cancellation);
    }

    private static async Task FollowAsync(
        ContainerLog log, LogQuery query, (StreamReader Reader, int Rotation, long Left) at, Stream output, CancellationToken cancellation)
    {
        var reader = at.Reader;
        while (at.Left > 0)
        {
            // Taken before reading: a line that arrives in between completes it.
            var changed = log.Changed;
            var (closed, rotation) = (log.IsClosed, log.Rotation);
            foreach (var line in Drain(reader)) at.Left = await WriteAsync(line, query, output, at.Left, cancellation);
            await output.FlushAsync(cancellation);
            if (rotation != at.Rotation)
            {
                reader = Open(log.CurrentFile);
                at.Rotation = rotation;
            }
            else if (closed)
            {
                return;
            }
            else
            {
                await changed.WaitAsync(cancellation);
            }
        }
    }

    private static async Task<long> WriteAsync(LogLine line, LogQuery query, Stream output, long left, CancellationToken cancellation)
    {
        if (left <= 0 || (query.Since is { } since && line.Time < since)) return left;
        var bytes = Encoding.UTF8.GetBytes((query.Timestamps ? line.Stamp + " " : "") + line.Text + (line.Whole ? "\n" : ""));
        var count = (int)Math.Min(left, bytes.Length);
        await output.WriteAsync(bytes.AsMemory(0, count), cancellation);
        return left - count;
    }

    private static StreamReader Open(string file) => new(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    private static List<LogLine> ReadAll(string file)
    {
        using var reader = Open(file);
        return Drain(reader);
    }

    private static List<LogLine> Drain(StreamReader reader)
    {
        List<LogLine> lines = [];
        // The writer writes whole lines at once, so the end of the file is the end of a line.
        while (reader.ReadLine() is { } line)
            if (Parse(line) is { } parsed) lines.Add(parsed);
        return lines;
    }

    private static LogLine? Parse(string line)
    {
        var parts = line.Split(' ', 4);
        return parts.Length == 4 && DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? new LogLine(time, parts[0], parts[3], parts[2] == "F")
            : null;
    }
}
