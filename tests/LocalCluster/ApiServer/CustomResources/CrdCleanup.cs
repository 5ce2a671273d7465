using InferOps.LocalCluster.Api.Auth;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Objects;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.CustomResources;

/// <summary>
/// Deletes the objects of a CustomResourceDefinition that is being deleted, and lets the definition go when the last of them is gone. Runs after
/// every write of either, so nothing waits for a timer.
/// </summary>
internal sealed class CrdCleanup(ObjectWriter writer)
{
    private static readonly ResourceType Definitions = BuiltInTypes.Find("apiextensions.k8s.io/v1", "CustomResourceDefinition")!;
    private static readonly UserIdentity Server = UserIdentity.Of("system:apiserver", [UserIdentity.Masters]);

    /// <summary>Call after a deletion, or a change that may have ended one.</summary>
    public async Task AfterWriteAsync(ResourceType type, CancellationToken cancellation)
    {
        if (!type.IsCustom && type.GroupResource != CrdTypes.Resource) return;
        foreach (var crd in writer.Context.Store.Current.Of(CrdTypes.Resource).Values.Where(IsWaiting)) await CleanAsync(crd, cancellation);
    }

    private static bool IsWaiting(StoredObject crd) => crd.IsDeleting && crd.Root.Texts("metadata", "finalizers").Contains(CrdRules.CleanupFinalizer);

    private async Task CleanAsync(StoredObject crd, CancellationToken cancellation)
    {
        var type = CrdTypes.Read(crd.Root).FirstOrDefault();
        var left = writer.Context.Store.Current.Of(crd.Key.Name);
        if (type is not null)
        {
            foreach (var stored in left.Values.Where(stored => !stored.IsDeleting))
                await AttemptAsync(() => writer.DeleteAsync(RequestFor(type, stored.Key), new DeletionOptions(), cancellation));
        }

        if (writer.Context.Store.Current.Of(crd.Key.Name).IsEmpty) await AttemptAsync(() => ReleaseAsync(crd, cancellation));
    }

    private Task ReleaseAsync(StoredObject crd, CancellationToken cancellation) => writer.ChangeAsync(RequestFor(Definitions, crd.Key), current =>
    {
        var released = current.Copy();
        var finalizers = released.Texts("metadata", "finalizers").Where(name => name != CrdRules.CleanupFinalizer).ToList();
        released.Metadata().SetOrRemove("finalizers", finalizers.Count == 0 ? null : finalizers.ToJsonArray());
        return released;
    }, tracks: true, cancellation);

    /// <summary>Two writers may end the same deletion; who comes second finds nothing left to do.</summary>
    private static async Task AttemptAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (ApiException gone) when (gone.Code == 404)
        {
            return;
        }
    }

    private static ObjectRequest RequestFor(ResourceType type, ObjectKey key) => new(type, key.Namespace, key.Name)
    {
        User = Server,
        Options = new RequestOptions { FieldValidation = "Ignore" },
        Manager = "kube-apiserver",
        IsInternal = true,
    };
}
