using System.Globalization;

namespace InferOps.LocalCluster.Kubelet.Logs;

/// <summary>One stored line. <see cref="Whole"/> is false for a part of a longer line.</summary>
internal sealed record LogLine(DateTimeOffset Time, string Stamp, string Text, bool Whole);

/// <summary>A place in a log. Every read goes on where the last one ended, across rotations.</summary>
internal sealed class LogCursor(ContainerLog log) : IDisposable
{
    private StreamReader? _reader;
    private int _rotation;

    /// <summary>The lines since the last read; the first read begins with the oldest file kept.</summary>
    public IReadOnlyList<LogLine> Read()
    {
        List<LogLine> lines = [];
        if (_reader is null)
        {
            _rotation = log.Rotation;
            var files = log.Files;
            foreach (var file in files.SkipLast(1))
            {
                using var older = Open(file);
                Drain(older, lines);
            }

            _reader = Open(files[^1]);
        }

        // The rotation is read first: what was written before it is still in the file that is open.
        while (true)
        {
            var rotation = log.Rotation;
            Drain(_reader, lines);
            if (rotation == _rotation) return lines;
            _rotation = rotation;
            _reader.Dispose();
            _reader = Open(log.Files[^1]);
        }
    }

    public void Dispose() => _reader?.Dispose();

    private static StreamReader Open(string file) => new(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    // The writer writes whole lines at once, so the end of the file is the end of a line.
    private static void Drain(StreamReader reader, List<LogLine> lines)
    {
        while (reader.ReadLine() is { } line)
            if (Parse(line) is { } parsed) lines.Add(parsed);
    }

    private static LogLine? Parse(string line)
    {
        var parts = line.Split(' ', 4);
        return parts.Length == 4 && DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? new LogLine(time, parts[0], parts[3], parts[2] == "F")
            : null;
    }
}
