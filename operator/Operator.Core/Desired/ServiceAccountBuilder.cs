using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Desired;

/// <summary>An identity of its own, so that a policy can name it, and without a token: nothing in a replica speaks to the cluster.</summary>
internal static class ServiceAccountBuilder
{
    public static JsonObject Build(ObservedService service)
    {
        var account = Manifest.Create("v1", "ServiceAccount", Names.Service(service.Key.Name), service, Names.Replica);
        account["automountServiceAccountToken"] = false;
        return account;
    }
}
