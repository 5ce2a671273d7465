using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Entities;

/// <summary>Which objects, by label, a controller watches.</summary>
public interface IEntityLabelSelector<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <returns>A label selector expression; null selects all.</returns>
    ValueTask<string?> GetLabelSelectorAsync(CancellationToken cancellationToken);
}
