using System.Reflection;
using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Entities;

/// <summary>References between objects.</summary>
public static class KubernetesExtensions
{
    public static TEntity WithOwnerReference<TEntity>(this TEntity resource, IKubernetesObject<V1ObjectMeta> owner)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        resource.Metadata.OwnerReferences ??= [];
        resource.Metadata.OwnerReferences.Add(owner.MakeOwnerReference());
        return resource;
    }

    public static V1OwnerReference MakeOwnerReference(this IKubernetesObject<V1ObjectMeta> kubernetesObject) => new()
    {
        ApiVersion = kubernetesObject.ApiVersion,
        Kind = kubernetesObject.Kind,
        Name = kubernetesObject.Metadata.Name,
        Uid = kubernetesObject.Metadata.Uid,
    };

    public static V1ObjectReference MakeObjectReference(this IKubernetesObject<V1ObjectMeta> kubernetesObject) => new()
    {
        ApiVersion = kubernetesObject.ApiVersion,
        Kind = kubernetesObject.Kind,
        Name = kubernetesObject.Metadata.Name,
        NamespaceProperty = kubernetesObject.Metadata.NamespaceProperty,
        ResourceVersion = kubernetesObject.Metadata.ResourceVersion,
        Uid = kubernetesObject.Metadata.Uid,
    };

    /// <returns>What API resource the object's type stands for, or null where it does not say.</returns>
    public static KubernetesEntityAttribute? GetKubernetesEntityAttribute(this IKubernetesObject<V1ObjectMeta> entity) =>
        entity.GetType().GetCustomAttribute<KubernetesEntityAttribute>();
}
