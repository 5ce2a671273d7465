using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Host.Pull;

/// <summary>Brings a remote file to the end of a <see cref="PartialFile"/>, going on where the last attempt stopped.</summary>
internal sealed class ModelDownload(RemoteFile remote, PartialFile partial, PullLog log)
{
    private const int BufferBytes = 1 << 20;

    /// <summary>A connection that brings nothing for this long is given up.</summary>
    private static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(60);

    /// <summary>One attempt: returns when the file is whole.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Without a name for the version, what is here must not be continued with bytes of another one.
            var from = partial.Validator is null ? 0 : partial.Length;
            await using var range = await remote.OpenAsync(from, null, partial.Validator, cancellationToken);
            await ReceiveAsync(range, cancellationToken);
        }
        catch (RangeBeyondEndException) when (partial.Length > 0)
        {
            // What is here is not the start of what is there: an earlier attempt got a longer version, or all of it and then died.
            partial.Restart(null);
            await using var range = await remote.OpenAsync(0, null, null, cancellationToken);
            await ReceiveAsync(range, cancellationToken);
        }
    }

    private async Task ReceiveAsync(RemoteRange range, CancellationToken cancellationToken)
    {
        if (range.Start != partial.Length || partial.Length == 0) partial.Restart(range.Validator);
        if (range.Start != partial.Length) throw PullException.DownloadFailed($"{remote.Name} sent other bytes than it was asked for");
        CheckSpace(range.FileBytes - partial.Length);
        var buffer = new byte[BufferBytes];
        while (await ReadAsync(range.Body, buffer, cancellationToken) is > 0 and var read)
        {
            await partial.AppendAsync(buffer.AsMemory(0, read), cancellationToken);
            log.Progress(partial.Length, range.FileBytes);
        }

        if (partial.Length != range.FileBytes)
            throw PullException.DownloadFailed($"{remote.Name} ended after {partial.Length} of {range.FileBytes} bytes");
    }

    private async Task<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(StallTimeout);
        try
        {
            return await body.ReadAsync(buffer, stall.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw PullException.DownloadFailed($"{remote.Name} sent nothing for {StallTimeout.TotalSeconds:F0} s");
        }
    }

    private void CheckSpace(long needed)
    {
        var free = new DriveInfo(Path.GetDirectoryName(partial.Path)!).AvailableFreeSpace;
        if (free < needed)
            throw PullException.DownloadFailed($"the model needs {PullLog.Size(needed)} more and the volume of {partial.Path} has {PullLog.Size(free)} left");
    }
}
