using InferOps.Operator.Core.Services;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace InferOps.Operator.Host.Live;

/// <summary>What to keep of which objects.</summary>
internal sealed record WatchCacheOptions<TEntity, TValue>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
    where TValue : class
{
    public string? LabelSelector { get; init; }

    /// <summary>The namespaces to watch; the one entry null is all of them, and the only one for what has no namespace.</summary>
    public IReadOnlyList<string?> Scopes { get; init; } = [null];

    public required TimeProvider Time { get; init; }

    /// <summary>Key, owning service (null: nobody's), and the value to keep.</summary>
    public required Func<TEntity, (ObjectKey Key, ObjectKey? Owner, TValue Value)> Project { get; init; }

    /// <summary>Whether going from one value to the other (null: no object) changes no decision. Not given: every change counts.</summary>
    public Func<TValue?, TValue?, bool>? Same { get; init; }

    /// <summary>All objects of the kind with the list's resource version, which <see cref="IKubernetesClient.ListAsync{TEntity}(string?, string?, string?, CancellationToken)"/> does not give.</summary>
    public async Task<LiveList<TEntity>> ListAsync(IKubernetesClient client, string? @namespace, CancellationToken cancellationToken)
    {
        var entity = (KubernetesEntityAttribute)Attribute.GetCustomAttribute(typeof(TEntity), typeof(KubernetesEntityAttribute))!;
        using var generic = new GenericClient(client.ApiClient, entity.Group ?? "", entity.ApiVersion, entity.PluralName, disposeClient: false);
        return await (@namespace is null
            ? generic.ListAsync<LiveList<TEntity>>(LabelSelector, cancel: cancellationToken)
            : generic.ListNamespacedAsync<LiveList<TEntity>>(@namespace, LabelSelector, cancel: cancellationToken));
    }
}
