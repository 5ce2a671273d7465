using k8s;
using k8s.Models;
using KubeOps.Abstractions.Entities;

namespace KubeOps.Operator.Watcher;

/// <summary>Selects every object.</summary>
internal sealed class AllEntities<TEntity> : IEntityLabelSelector<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    public ValueTask<string?> GetLabelSelectorAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
}
