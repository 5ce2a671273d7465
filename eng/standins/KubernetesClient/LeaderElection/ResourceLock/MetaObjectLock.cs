using k8s.Autorest;
using k8s.Models;

namespace k8s.LeaderElection.ResourceLock;

/// <summary>Elects on a Kubernetes object. The object's resource version decides races: whoever writes an old one is refused.</summary>
public abstract class MetaObjectLock<T> : ILock
    where T : class, IMetadata<V1ObjectMeta>, new()
{
    private readonly IKubernetes client;
    private readonly string namespaceName;
    private readonly string name;
    private T latest;

    protected MetaObjectLock(IKubernetes client, string @namespace, string name, string identity)
    {
        this.client = client ?? throw new ArgumentNullException(nameof(client));
        namespaceName = @namespace ?? throw new ArgumentNullException(nameof(@namespace));
        this.name = name ?? throw new ArgumentNullException(nameof(name));
        Identity = identity ?? throw new ArgumentNullException(nameof(identity));
    }

    /// <summary>A write was refused, which <see cref="CreateAsync"/> and <see cref="UpdateAsync"/> report as false.</summary>
    public event Action<HttpOperationException> OnHttpError;

    public string Identity { get; }

    public async Task<LeaderElectionRecord> GetAsync(CancellationToken cancellationToken = default)
    {
        latest = await ReadMetaObjectAsync(client, name, namespaceName, cancellationToken).ConfigureAwait(false);
        return GetLeaderElectionRecord(latest);
    }

    public async Task<bool> CreateAsync(LeaderElectionRecord record, CancellationToken cancellationToken = default)
    {
        var created = new T { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = namespaceName } };
        return await TryWriteAsync(() => CreateMetaObjectAsync(client, SetLeaderElectionRecord(record, created), namespaceName, cancellationToken)).ConfigureAwait(false);
    }

    public async Task<bool> UpdateAsync(LeaderElectionRecord record, CancellationToken cancellationToken = default)
    {
        if (latest is null) throw new InvalidOperationException("The record must be read or created before it is updated.");
        return await TryWriteAsync(
            () => ReplaceMetaObjectAsync(client, SetLeaderElectionRecord(record, latest), name, namespaceName, cancellationToken)).ConfigureAwait(false);
    }

    public string Describe() => $"{namespaceName}/{name}";

    protected abstract Task<T> ReadMetaObjectAsync(IKubernetes client, string name, string namespaceParameter, CancellationToken cancellationToken);

    protected abstract Task<T> CreateMetaObjectAsync(IKubernetes client, T obj, string namespaceParameter, CancellationToken cancellationToken);

    protected abstract Task<T> ReplaceMetaObjectAsync(IKubernetes client, T obj, string name, string namespaceParameter, CancellationToken cancellationToken);

    protected abstract LeaderElectionRecord GetLeaderElectionRecord(T obj);

    protected abstract T SetLeaderElectionRecord(LeaderElectionRecord record, T metaObj);

    private async Task<bool> TryWriteAsync(Func<Task<T>> write)
    {
        try
        {
            latest = await write().ConfigureAwait(false);
            return true;
        }
        catch (HttpOperationException error)
        {
            OnHttpError?.Invoke(error);
            return false;
        }
    }
}
