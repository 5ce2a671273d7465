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

/// <summary>Answers a query from a log, as it is and, when following, as it grows.</summary>
internal static class LogReader
{
    /// <summary>All lines stored now.</summary>
    public static IReadOnlyList<LogLine> Lines(ContainerLog log)
    {
        using var cursor = new LogCursor(log);
        return cursor.Read();
    }

    /// <summary>Writes the lines asked for to <paramref name="output"/>; when following, until the log is closed or the reader leaves.</summary>
    public static async Task CopyAsync(ContainerLog log, LogQuery query, Stream output, CancellationToken cancellation)
    {
        using var cursor = new LogCursor(log);
        var left = query.LimitBytes ?? long.MaxValue;
        var isFirst = true;
        while (left > 0)
        {
            // Taken before reading: a line that arrives in between completes it.
            var (changed, closed) = (log.Changed, log.IsClosed);
            IEnumerable<LogLine> lines = cursor.Read();
            if (isFirst && query.TailLines is { } tail) lines = lines.TakeLast(tail);
            foreach (var line in lines) left = await WriteAsync(line, query, output, left, cancellation);
            await output.FlushAsync(cancellation);
            if (!query.Follow || closed) return;
            isFirst = false;
            await changed.WaitAsync(cancellation);
        }
    }

    private static async Task<long> WriteAsync(LogLine line, LogQuery query, Stream output, long left, CancellationToken cancellation)
    {
        if (left <= 0 || line.Time < query.Since) return left;
        var bytes = Encoding.UTF8.GetBytes((query.Timestamps ? line.Stamp + " " : "") + line.Text + (line.Whole ? "\n" : ""));
        var count = (int)Math.Min(left, bytes.Length);
        await output.WriteAsync(bytes.AsMemory(0, count), cancellation);
        return left - count;
    }
}
