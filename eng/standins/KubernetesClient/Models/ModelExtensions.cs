namespace k8s.Models;

/// <summary>Short ways to the metadata of an object; absent metadata reads as absent values.</summary>
public static class ModelExtensions
{
    public static string Name(this IMetadata<V1ObjectMeta> obj) => obj.Metadata?.Name;

    public static string Namespace(this IMetadata<V1ObjectMeta> obj) => obj.Metadata?.NamespaceProperty;

    public static string Uid(this IMetadata<V1ObjectMeta> obj) => obj.Metadata?.Uid;

    public static long? Generation(this IMetadata<V1ObjectMeta> obj) => obj.Metadata?.Generation;

    public static string ResourceVersion(this IMetadata<V1ObjectMeta> obj) => obj.Metadata?.ResourceVersion;

    public static DateTime? CreationTimestamp(this IMetadata<V1ObjectMeta> obj) => obj.Metadata?.CreationTimestamp;

    public static DateTime? DeletionTimestamp(this IMetadata<V1ObjectMeta> obj) => obj.Metadata?.DeletionTimestamp;

    public static IList<string> Finalizers(this IMetadata<V1ObjectMeta> obj) => obj.Metadata?.Finalizers;

    public static IDictionary<string, string> Labels(this IMetadata<V1ObjectMeta> obj) => obj.Metadata?.Labels;

    public static IDictionary<string, string> Annotations(this IMetadata<V1ObjectMeta> obj) => obj.Metadata?.Annotations;

    public static IList<V1OwnerReference> OwnerReferences(this IMetadata<V1ObjectMeta> obj) => obj.Metadata?.OwnerReferences;

    /// <returns>The label's value, or null where the label is absent.</returns>
    public static string GetLabel(this IMetadata<V1ObjectMeta> obj, string key) =>
        obj.Metadata?.Labels is { } labels && labels.TryGetValue(key, out var value) ? value : null;

    /// <returns>The annotation's value, or null where the annotation is absent.</returns>
    public static string GetAnnotation(this IMetadata<V1ObjectMeta> obj, string key) =>
        obj.Metadata?.Annotations is { } annotations && annotations.TryGetValue(key, out var value) ? value : null;

    public static V1ObjectMeta EnsureMetadata(this IMetadata<V1ObjectMeta> obj) => obj.Metadata ??= new V1ObjectMeta();

    public static bool HasFinalizer(this IMetadata<V1ObjectMeta> obj, string finalizer) => obj.Finalizers()?.Contains(finalizer) == true;

    /// <returns>Whether the finalizer was not there before.</returns>
    public static bool AddFinalizer(this IMetadata<V1ObjectMeta> obj, string finalizer)
    {
        if (obj.HasFinalizer(finalizer)) return false;
        (obj.EnsureMetadata().Finalizers ??= []).Add(finalizer);
        return true;
    }

    /// <returns>Whether the finalizer was there before.</returns>
    public static bool RemoveFinalizer(this IMetadata<V1ObjectMeta> obj, string finalizer) => obj.Finalizers()?.Remove(finalizer) == true;

    /// <returns>The owner that controls the object, or null.</returns>
    public static V1OwnerReference GetController(this IMetadata<V1ObjectMeta> obj) =>
        obj.OwnerReferences()?.FirstOrDefault(reference => reference.Controller == true);

    public static bool IsOwnedBy(this IMetadata<V1ObjectMeta> obj, IKubernetesObject<V1ObjectMeta> owner) =>
        obj.OwnerReferences()?.Any(reference => reference.Uid == owner.Uid()) == true;

    /// <returns>The API group, empty for the core group.</returns>
    public static string ApiGroup(this IKubernetesObject obj) => obj.ApiVersion?[..Math.Max(obj.ApiVersion.IndexOf('/'), 0)];

    /// <returns>The version without its group.</returns>
    public static string ApiGroupVersion(this IKubernetesObject obj) => obj.ApiVersion?[(obj.ApiVersion.IndexOf('/') + 1)..];
}
