using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>Node drains take one replica at a time. With a single replica they may still go ahead: a budget that never permits blocks every upgrade.</summary>
internal static class PodDisruptionBudgetBuilder
{
    public static JsonObject Build(ObservedService service, bool policyV1)
    {
        var manifest = Manifest.Create(policyV1 ? "policy/v1" : "policy/v1beta1", "PodDisruptionBudget", Names.Service(service.Key.Name), service, Names.Replica);
        manifest["spec"] = new JsonObject
        {
            ["maxUnavailable"] = 1,
            ["selector"] = Manifest.Matching((PodLabels.Service, service.Key.Name), (PodLabels.Component, Names.Replica)),
        };
        return manifest;
    }
}
