using k8s;
using k8s.Models;

namespace KubeOps.KubernetesClient;

/// <summary>
/// Reads and writes objects of any type that carries a KubernetesEntity attribute. A refusal of the API server surfaces as
/// <see cref="k8s.Autorest.HttpOperationException"/>; its Response holds the status code and the content.
/// </summary>
public interface IKubernetesClient : IDisposable
{
    /// <summary>The client underneath, for what has no method here.</summary>
    IKubernetes ApiClient { get; }

    Uri BaseUri { get; }

    /// <returns>The namespace in the environment variable, else the pod's, else the context's, else <c>default</c>.</returns>
    Task<string> GetCurrentNamespaceAsync(string downwardApiEnvName = "POD_NAMESPACE", CancellationToken cancellationToken = default);

    /// <returns>The object, or null where there is none.</returns>
    Task<TEntity?> GetAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <param name="namespace">Null lists all namespaces.</param>
    Task<IList<TEntity>> ListAsync<TEntity>(
        string? @namespace = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    Task<TEntity> CreateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <summary>Replaces the whole object; the resource version in it must still be the current one.</summary>
    Task<TEntity> UpdateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <summary>Replaces the status subresource; the resource version in it must still be the current one.</summary>
    Task<TEntity> UpdateStatusAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    Task<TEntity> PatchAsync<TEntity>(
        TEntity entity, V1Patch patch, string? fieldManager = null, bool? force = null, string? dryRun = null, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        PatchAsync<TEntity>(patch, entity.Name(), entity.Namespace(), fieldManager, force, dryRun, cancellationToken);

    /// <param name="fieldManager">Who writes; required for an apply patch.</param>
    /// <param name="force">With an apply patch: take over fields that others own.</param>
    /// <param name="dryRun"><c>All</c> to validate only.</param>
    Task<TEntity> PatchAsync<TEntity>(
        V1Patch patch, string name, string? @namespace = null, string? fieldManager = null, bool? force = null, string? dryRun = null,
        CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    Task DeleteAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        DeleteAsync<TEntity>(entity.Name(), entity.Namespace(), cancellationToken);

    /// <summary>Deletes an object; that it is already gone is no error.</summary>
    Task DeleteAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <summary>Follows one watch with call-backs. It does not reconnect.</summary>
    Watcher<TEntity> Watch<TEntity>(
        Action<WatchEventType, TEntity> onEvent, Action<Exception>? onError = null, Action? onClose = null, string? @namespace = null, TimeSpan? timeout = null,
        bool? allowWatchBookmarks = null, string? resourceVersion = null, string? labelSelector = null, string? fieldSelector = null,
        CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;

    /// <summary>Follows one watch. It ends when the server ends it; it does not reconnect.</summary>
    /// <param name="resourceVersion">Where to resume; null begins with an Added event for every existing object.</param>
    /// <exception cref="KubernetesException">The server reported an error in the stream; Status.Code is 410 when the resource version is too old.</exception>
    IAsyncEnumerable<(WatchEventType Type, TEntity Entity)> WatchAsync<TEntity>(
        string? @namespace = null, string? resourceVersion = null, string? labelSelector = null, string? fieldSelector = null,
        bool? allowWatchBookmarks = null, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>;
}
