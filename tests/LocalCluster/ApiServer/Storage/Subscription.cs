using System.Threading.Channels;

namespace InferOps.LocalCluster.Api.Storage;

/// <summary>The writes to one resource, in order, until disposed.</summary>
internal sealed class Subscription(ObjectStore store, string resource) : IDisposable
{
    private readonly Channel<StoreEvent> writes = Channel.CreateUnbounded<StoreEvent>();

    public string Resource { get; } = resource;

    public ChannelReader<StoreEvent> Writes => writes.Reader;

    /// <summary>Revision that a bookmark may name now; null while writes wait to be read.</summary>
    public long? Progress => store.ProgressOf(this);

    /// <remarks>A channel with a single reader cannot be counted, only peeked into.</remarks>
    internal bool HasUnread => writes.Reader.TryPeek(out _);

    public void Dispose() => store.Remove(this);

    internal void Offer(StoreEvent write) => writes.Writer.TryWrite(write);
}
