using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Auth;
using InferOps.LocalCluster.Api.Http;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>What every namespace has from its first moment: the service account pods run as, and the authority to trust.</summary>
internal sealed class NamespaceContents(ObjectWriter writer, string authorityPem)
{
    private static readonly UserIdentity Server = UserIdentity.Of("system:apiserver", [UserIdentity.Masters]);

    public void Create(string ns)
    {
        Create(ns, "ServiceAccount", "default", []);
        Create(ns, "ConfigMap", "kube-root-ca.crt", new JsonObject { ["data"] = new JsonObject { ["ca.crt"] = authorityPem } });
    }

    private void Create(string ns, string kind, string name, JsonObject content)
    {
        content["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns };
        var request = new ObjectRequest(BuiltInTypes.Find("v1", kind)!, ns, "")
        {
            User = Server,
            Options = new RequestOptions(),
            Manager = "kube-controller-manager",
        };
        writer.Create(request, content);
    }
}
