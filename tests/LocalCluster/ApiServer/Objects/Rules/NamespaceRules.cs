using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects.Rules;

/// <summary>What namespaces demand of requests.</summary>
internal static class NamespaceRules
{
    private static readonly string[] Permanent = ["default", "kube-public", "kube-system"];

    /// <exception cref="ApiException">404 when the namespace is unknown, 403 while it is being deleted.</exception>
    public static void RequireActive(ObjectStore store, ObjectRequest request)
    {
        if (!request.Type.Namespaced) return;
        var found = store.Find(new ObjectKey("namespaces", "", request.Namespace))
            ?? throw ApiException.NotFound(BuiltInTypes.Find("v1", "Namespace")!, request.Namespace);
        if (!found.IsDeleting) return;
        throw new ApiException(403, "Forbidden",
            $"{request.Type.GroupResource} is forbidden: unable to create new content in namespace {request.Namespace} because it is being terminated")
        {
            Causes = [new StatusCause("NamespaceTerminating", $"namespace {request.Namespace} is being terminated", "metadata.namespace")],
        };
    }

    /// <exception cref="ApiException">403 for a namespace every cluster has.</exception>
    public static void RefusePermanent(ObjectRequest request)
    {
        if (request.Type.GroupResource != "namespaces" || !Permanent.Contains(request.Name)) return;
        throw ApiException.Forbidden(
            $"namespaces \"{request.Name}\" is forbidden: this namespace may not be deleted", StatusSubject.Resource(request.Type, request.Name));
    }
}
