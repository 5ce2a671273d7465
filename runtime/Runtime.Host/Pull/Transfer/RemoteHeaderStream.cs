namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>Reads a remote file from its start in ranges that grow, so that a header costs a few requests and not the whole file.</summary>
internal sealed class RemoteHeaderStream(RemoteFile file, RemoteRange first) : ForwardStream
{
    public const int FirstRange = 1 << 20;

    private readonly RemoteVersion _version = first.Version;
    private RemoteRange _range = first;
    private long _position;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = await _range.Body.ReadAsync(buffer, cancellationToken);
            _position += read;
            if (read > 0 || buffer.Length == 0 || _position >= _version.FileBytes) return read;
            await _range.DisposeAsync();
            _range = await file.OpenAsync(new ByteRange(_position, 4 * _position), _version.Tag, cancellationToken);
            if (_range.Start != _position || _range.Version != _version) throw PullException.DownloadFailed($"{file.Name} changed while its header was read");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _range.DisposeAsync();
        await base.DisposeAsync();
    }
}
