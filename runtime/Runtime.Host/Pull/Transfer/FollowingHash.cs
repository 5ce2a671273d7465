using System.Security.Cryptography;
using System.Threading.Channels;

namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>The hash of a file that is still being downloaded: it follows the bytes that are complete from the start on, so that it is ready soon after the last one.</summary>
internal sealed class FollowingHash(params IReadOnlyList<IncrementalHash> hashes)
{
    private const int BufferBytes = 1 << 20;

    private readonly Channel<long> _frontiers = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Every byte before <paramref name="frontier"/> is there for good.</summary>
    public void Reach(long frontier) => _frontiers.Writer.TryWrite(frontier);

    /// <summary>Nothing more comes.</summary>
    public void End() => _frontiers.Writer.TryComplete();

    /// <summary>Adds the file's bytes to the hash as they become complete, until <see cref="End"/>.</summary>
    public async Task RunAsync(PartialFile file, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        var done = 0L;
        await foreach (var frontier in _frontiers.Reader.ReadAllAsync(cancellationToken))
        {
            while (done < frontier)
            {
                var read = await file.ReadAsync(done, buffer.AsMemory(0, (int)Math.Min(buffer.Length, frontier - done)), cancellationToken);
                if (read == 0) throw new IOException($"{file.Path} is shorter than what was written to it");
                foreach (var hash in hashes) hash.AppendData(buffer, 0, read);
                done += read;
            }
        }
    }
}
