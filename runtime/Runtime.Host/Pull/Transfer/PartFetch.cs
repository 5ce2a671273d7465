namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>One attempt at one part.</summary>
/// <param name="Part">The bytes wanted.</param>
/// <param name="Delay">How long to wait first.</param>
internal sealed record PartAttempt(ByteRange Part, TimeSpan Delay)
{
    private long _received;

    /// <summary>Bytes written so far, from the part's start on. Others may look while the attempt runs.</summary>
    public long Received => Interlocked.Read(ref _received);

    public void Add(int bytes) => Interlocked.Add(ref _received, bytes);
}

/// <summary>How an attempt ended. Its bytes are on the disk either way.</summary>
internal sealed record PartResult(PartAttempt Attempt, Exception? Failure);

/// <summary>Fetches parts into a <see cref="PartialFile"/>.</summary>
internal sealed class PartFetch(RemoteFile remote, PartialFile file, RemoteVersion version, TransferOptions options, TimeProvider time)
{
    private const int BufferBytes = 256 << 10;

    public async Task<PartResult> RunAsync(PartAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(attempt.Delay, time, cancellationToken);
            await FetchAsync(attempt, cancellationToken);
            file.Flush();
            return new PartResult(attempt, null);
        }
        catch (RangeBeyondEndException)
        {
            return new PartResult(attempt, new VersionChangedException(remote.Name));
        }
        catch (Exception failure)
        {
            file.Flush();
            return new PartResult(attempt, failure);
        }
    }

    private async Task FetchAsync(PartAttempt attempt, CancellationToken cancellationToken)
    {
        var part = attempt.Part;
        await using var range = await remote.OpenAsync(part, version.Tag, cancellationToken);
        if (range.Version != version) throw new VersionChangedException(remote.Name);
        if (!range.IsPart && part.Length < version.FileBytes) throw new RangesRefusedException();
        if (range.Start != part.From || range.Length > part.Length) throw PullException.DownloadFailed($"{remote.Name} sent other bytes than it was asked for");
        await ReceiveAsync(range, attempt, cancellationToken);
        if (attempt.Received < range.Length) throw PullException.DownloadFailed($"{remote.Name} broke off after {attempt.Received} of {range.Length} bytes");
    }

    private async Task ReceiveAsync(RemoteRange range, PartAttempt attempt, CancellationToken cancellationToken)
    {
        using var pace = new Pace(options, time, cancellationToken);
        var buffer = new byte[BufferBytes];
        while (await pace.ReadAsync(range.Body, buffer, remote.Name) is > 0 and var read)
        {
            if (attempt.Received + read > range.Length) throw PullException.DownloadFailed($"{remote.Name} sent more bytes than it announced");
            await file.WriteAsync(attempt.Part.From + attempt.Received, buffer.AsMemory(0, read), cancellationToken);
            attempt.Add(read);
        }
    }
}

/// <summary>The server did ranges before and does not any more.</summary>
internal sealed class RangesRefusedException : Exception;
