using System.Buffers;

namespace InferOps.Runtime.Bench.Http;

/// <summary>Reads server-sent events, one <c>data</c> line at a time, from one rented buffer: the load client must leave the CPU to the server.</summary>
/// <remarks>Other fields, comments and blank lines are skipped; the servers at hand write each event on one line.</remarks>
/// <param name="stream">The body of the answer.</param>
/// <param name="blocks">Waits in the stream's own read: every call completes before it returns.</param>
public sealed class EventReader(Stream stream, bool blocks = false) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(8192);
    private int _start;
    private int _end;

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>What the next event says, valid until the next call; null at the end of the stream.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (TakeLine() is { } line)
            {
                if (line.Span.StartsWith("data:"u8)) return line["data:".Length..].TrimStart((byte)' ');
            }

            if (!await FillAsync(cancellationToken)) return null;
        }
    }

    private ReadOnlyMemory<byte>? TakeLine()
    {
        var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        if (length < 0) return null;
        var line = _buffer.AsMemory(_start, length);
        _start += length + 1;
        return line.TrimEnd((byte)'\r');
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = blocks ? stream.Read(_buffer.AsSpan(_end)) : await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }

    private void MakeRoom()
    {
        if (_start == _end) (_start, _end) = (0, 0);
        if (_end < _buffer.Length) return;
        var kept = _end - _start;
        var target = kept <= _buffer.Length / 2 ? _buffer : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(_start, kept).CopyTo(target);
        if (target != _buffer) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (target, 0, kept);
    }
}
