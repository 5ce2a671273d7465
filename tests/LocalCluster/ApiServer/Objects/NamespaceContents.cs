using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Auth;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>What every namespace has from its first moment: the service account pods run as, and the authority to trust.</summary>
internal sealed class NamespaceContents(ObjectWriter writer, string authorityPem)
{
    private static readonly UserIdentity Server = UserIdentity.Of("system:apiserver", [UserIdentity.Masters]);

    public async Task CreateAsync(string ns, CancellationToken cancellation)
    {
        await CreateAsync(ns, "ServiceAccount", "default", [], cancellation);
        await CreateAsync(ns, "ConfigMap", "kube-root-ca.crt", new JsonObject { ["data"] = new JsonObject { ["ca.crt"] = authorityPem } }, cancellation);
    }

    private Task<StoredObject> CreateAsync(string ns, string kind, string name, JsonObject content, CancellationToken cancellation)
    {
        content["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns };
        var request = new ObjectRequest(BuiltInTypes.Find("v1", kind)!, ns, "")
        {
            User = Server,
            Options = new RequestOptions(),
            Manager = "kube-controller-manager",
            IsInternal = true,
        };
        return writer.CreateAsync(request, content, isApply: false, cancellation);
    }
}
