namespace InferOps.Runtime.Host.Pull;

/// <summary>Reads a remote file from its start in ranges that grow, so that a header costs a few requests and not the whole file.</summary>
internal sealed class RemoteHeaderStream(RemoteFile file, RemoteRange first) : ForwardStream
{
    public const int FirstRange = 1 << 20;

    private RemoteRange _range = first;
    private long _position;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = await _range.Body.ReadAsync(buffer, cancellationToken);
            _position += read;
            if (read > 0 || buffer.Length == 0 || _position >= _range.FileBytes) return read;
            await _range.DisposeAsync();
            _range = await file.OpenAsync(_position, 4 * _position - 1, _range.Validator, cancellationToken);
            if (_range.Start != _position) throw PullException.DownloadFailed($"{file.Name} changed while its header was read");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _range.DisposeAsync();
        await base.DisposeAsync();
    }
}
