using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.Abstractions.Entities;

namespace KubeOps.KubernetesClient;

/// <inheritdoc cref="IKubernetesClient"/>
public class KubernetesClient : IKubernetesClient
{
    private readonly KubernetesClientConfiguration configuration;
    private readonly Kubernetes api;

    /// <summary>A client of the cluster that kubectl, or the pod's service account, would reach.</summary>
    public KubernetesClient()
        : this(KubernetesClientConfiguration.BuildDefaultConfig())
    {
    }

    public KubernetesClient(KubernetesClientConfiguration clientConfig)
        : this(clientConfig, new Kubernetes(clientConfig))
    {
    }

    /// <exception cref="ArgumentException">The client is not the one of the KubernetesClient package.</exception>
    public KubernetesClient(KubernetesClientConfiguration clientConfig, IKubernetes client)
    {
        configuration = clientConfig;
        api = client as Kubernetes ?? throw new ArgumentException($"{client?.GetType()} is not a {typeof(Kubernetes)}.", nameof(client));
    }

    public IKubernetes ApiClient => api;

    public Uri BaseUri => api.BaseUri;

    public Task<string> GetCurrentNamespaceAsync(string downwardApiEnvName = "POD_NAMESPACE", CancellationToken cancellationToken = default)
    {
        var fromEnvironment = Environment.GetEnvironmentVariable(downwardApiEnvName);
        if (!string.IsNullOrWhiteSpace(fromEnvironment)) return Task.FromResult(fromEnvironment);
        return Task.FromResult(string.IsNullOrWhiteSpace(configuration.Namespace) ? "default" : configuration.Namespace);
    }

    public async Task<TEntity?> GetAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            return await SendAsync<TEntity>(new ApiRequest(HttpMethod.Get, EntityAddress.Of<TEntity>().Item(name, @namespace)), cancellationToken).ConfigureAwait(false);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return default;
        }
    }

    public async Task<IList<TEntity>> ListAsync<TEntity>(
        string? @namespace = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var request = new ApiRequest(HttpMethod.Get, EntityAddress.Of<TEntity>().Collection(@namespace))
        {
            Query = [("labelSelector", labelSelector), ("fieldSelector", fieldSelector)],
        };
        return (await SendAsync<EntityList<TEntity>>(request, cancellationToken).ConfigureAwait(false)).Items;
    }

    public Task<TEntity> CreateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        SendAsync<TEntity>(new ApiRequest(HttpMethod.Post, EntityAddress.Of<TEntity>().Collection(entity.Namespace()), Named(entity)), cancellationToken);

    public Task<TEntity> UpdateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        SendAsync<TEntity>(new ApiRequest(HttpMethod.Put, ItemOf(entity), Named(entity)), cancellationToken);

    public Task<TEntity> UpdateStatusAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        SendAsync<TEntity>(new ApiRequest(HttpMethod.Put, ItemOf(entity) + "/status", Named(entity)), cancellationToken);

    public Task<TEntity> PatchAsync<TEntity>(
        V1Patch patch, string name, string? @namespace = null, string? fieldManager = null, bool? force = null, string? dryRun = null,
        CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var request = new ApiRequest(HttpMethod.Patch, EntityAddress.Of<TEntity>().Item(name, @namespace), patch)
        {
            Query = ApiRequest.WriteOptions(dryRun, fieldManager, force: force),
        };
        return SendAsync<TEntity>(request, cancellationToken);
    }

    public async Task DeleteAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            var request = new ApiRequest(HttpMethod.Delete, EntityAddress.Of<TEntity>().Item(name, @namespace));
            using var response = await api.SendRawAsync(request, null, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            // Gone already is what the caller asked for.
        }
    }

    public Watcher<TEntity> Watch<TEntity>(
        Action<WatchEventType, TEntity> onEvent, Action<Exception>? onError = null, Action? onClose = null, string? @namespace = null, TimeSpan? timeout = null,
        bool? allowWatchBookmarks = null, string? resourceVersion = null, string? labelSelector = null, string? fieldSelector = null,
        CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var request = WatchRequest<TEntity>(@namespace, resourceVersion, labelSelector, fieldSelector, allowWatchBookmarks, timeout);
        return new Watcher<TEntity>(async () => await OpenAsync(request, cancellationToken).ConfigureAwait(false), onEvent, onError, onClose);
    }

    public async IAsyncEnumerable<(WatchEventType Type, TEntity Entity)> WatchAsync<TEntity>(
        string? @namespace = null, string? resourceVersion = null, string? labelSelector = null, string? fieldSelector = null,
        bool? allowWatchBookmarks = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var request = WatchRequest<TEntity>(@namespace, resourceVersion, labelSelector, fieldSelector, allowWatchBookmarks, timeout: null);
        using var lines = await OpenAsync(request, cancellationToken).ConfigureAwait(false);
        await foreach (var change in WatchStream.ReadAsync<TEntity>(lines, KubernetesJson.Options, cancellationToken).ConfigureAwait(false))
            yield return change;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) api.Dispose();
    }

    private static ApiRequest WatchRequest<TEntity>(
        string? namespaceName, string? resourceVersion, string? labelSelector, string? fieldSelector, bool? allowWatchBookmarks, TimeSpan? timeout) =>
        new(HttpMethod.Get, EntityAddress.Of<TEntity>().Collection(namespaceName))
        {
            Query =
            [
                ("watch", "true"),
                ("resourceVersion", resourceVersion),
                ("labelSelector", labelSelector),
                ("fieldSelector", fieldSelector),
                ("allowWatchBookmarks", ApiRequest.Text(allowWatchBookmarks)),
                ("timeoutSeconds", timeout?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)),
            ],
        };

    private static string ItemOf<TEntity>(TEntity entity)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        EntityAddress.Of<TEntity>().Item(entity.Name(), entity.Namespace());

    /// <summary>Objects made by hand often lack these two, and the server insists on them.</summary>
    private static TEntity Named<TEntity>(TEntity entity)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var address = EntityAddress.Of<TEntity>();
        if (string.IsNullOrEmpty(entity.ApiVersion)) entity.ApiVersion = address.ApiVersion;
        if (string.IsNullOrEmpty(entity.Kind)) entity.Kind = address.Kind;
        return entity;
    }

    private async Task<T> SendAsync<T>(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await api.SendAsync<T>(request, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    /// <summary>
    /// The reader owns the stream, and the stream the connection: nothing else of the response needs disposing. It must be a plain
    /// StreamReader, because derived ones ignore cancellation while they wait for a line.
    /// </summary>
    private async Task<TextReader> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var response = await api.SendRawAsync(request, null, cancellationToken).ConfigureAwait(false);
        return new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
    }
}
