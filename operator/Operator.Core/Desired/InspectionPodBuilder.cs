using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>A pod that reads the model's header and ends. It needs no GPU and is never restarted: its report, or its failure, is what is wanted.</summary>
internal static class InspectionPodBuilder
{
    private const int DeadlineSeconds = 300;

    public static JsonObject Build(DesiredInput input, IReadOnlyList<EffectivePool> pools)
    {
        var model = input.Spec.Model;
        var name = input.Service.Key.Name;
        var location = ModelLocation.Of(model.Uri, model.Sha256);
        var manifest = Manifest.Create("v1", "Pod", Names.InspectionPod(name, Names.ModelSource(model.Uri, model.Sha256)), input.Service, Names.Inspection);
        manifest["metadata"]!["labels"]![PodLabels.Component] = Names.Inspection;
        var spec = new JsonObject
        {
            ["serviceAccountName"] = Names.Service(name),
            ["automountServiceAccountToken"] = false,
            ["enableServiceLinks"] = false,
            ["restartPolicy"] = "Never",
            ["activeDeadlineSeconds"] = DeadlineSeconds,
            ["terminationGracePeriodSeconds"] = 5,
            ["securityContext"] = PodSecurity.Pod(),
            ["affinity"] = new JsonObject { ["nodeAffinity"] = new JsonObject { ["preferredDuringSchedulingIgnoredDuringExecution"] = Preferences(pools) } },
            ["containers"] = Manifest.List(new PullContainerBuilder(input.Options.RuntimeImage, model).Inspect(location)),
            ["volumes"] = PodVolumes.InspectionVolumes(location),
        };
        var tolerations = pools.OrderBy(pool => pool.Name, StringComparer.Ordinal).SelectMany(pool => pool.Tolerations).ToList();
        if (tolerations.Count > 0) spec["tolerations"] = Tolerations.Of(tolerations);
        // Images of replicas may lie where only their pull secrets reach.
        if (input.Service.Spec.PodTemplate?["spec"]?["imagePullSecrets"] is { } secrets) spec["imagePullSecrets"] = secrets.DeepClone();
        manifest["spec"] = spec;
        return manifest;
    }

    /// <summary>Best a node without a GPU, then what is paid for anyway; a cloud node must not be started for a header.</summary>
    private static JsonArray Preferences(IReadOnlyList<EffectivePool> pools) =>
    [
        Prefer(100, new JsonObject { ["key"] = "nvidia.com/gpu.product", ["operator"] = "DoesNotExist" }),
        .. pools.Where(pool => pool.Type != PoolType.Cloud && pool.NodeSelector.Count > 0)
            .OrderBy(pool => pool.Name, StringComparer.Ordinal)
            .Select(pool => Prefer(pool.Type == PoolType.OnPremises ? 50 : 20, [.. pool.NodeSelector.OrderBy(label => label.Key, StringComparer.Ordinal).Select(In)])),
    ];

    private static JsonObject Prefer(int weight, params JsonObject[] expressions) => new()
    {
        ["weight"] = weight,
        ["preference"] = new JsonObject { ["matchExpressions"] = Manifest.List(expressions) },
    };

    private static JsonObject In(KeyValuePair<string, string> label) => new()
    {
        ["key"] = label.Key,
        ["operator"] = "In",
        ["values"] = Manifest.Texts([label.Value]),
    };
}
