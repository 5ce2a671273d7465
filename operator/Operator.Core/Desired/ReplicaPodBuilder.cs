using System.Globalization;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>The pod template of a replica.</summary>
/// <remarks>
/// An engine that does not finish what runs on SIGTERM has a drain command, which runs before it as preStop hook. The grace period is the drain time
/// and a little more, so the kubelet never cuts a generation that the service's own limit still permits.
/// </remarks>
internal static class ReplicaPodBuilder
{
    private const int SecondsBeyondDrain = 15;

    public static JsonObject Build(DesiredInput input, EffectivePool pool)
    {
        var name = input.Service.Key.Name;
        var files = ModelFiles.Of(input.Spec.Model);
        var labels = new Dictionary<string, string>(Names.Labels(name, Names.Replica))
        {
            [PodLabels.Pool] = pool.Name,
            [PodLabels.Engine] = input.Engine.Name,
            [PodLabels.Component] = Names.Replica,
        };
        var spec = new JsonObject
        {
            ["serviceAccountName"] = Names.Service(name),
            ["automountServiceAccountToken"] = false,
            ["enableServiceLinks"] = false,
            ["terminationGracePeriodSeconds"] = (int)Math.Ceiling(input.Spec.Rollout.DrainTimeout.TotalSeconds) + SecondsBeyondDrain,
            ["securityContext"] = PodSecurity.Pod(),
            ["nodeSelector"] = Manifest.Map(pool.NodeSelector),
            ["topologySpreadConstraints"] = Manifest.List(SpreadOverNodes(name)),
            ["containers"] = Manifest.List(EngineContainerBuilder.Build(input, pool, files)),
            ["volumes"] = PodVolumes.Volumes(input, pool, files),
        };
        if (input.Engine.PullsModel) spec["initContainers"] = Manifest.List([.. new PullContainerBuilder(input.Options.RuntimeImage, input.Spec.Model).Pull(files, pool.ModelCache)]);
        if (pool.Tolerations.Count > 0) spec["tolerations"] = Tolerations.Of(pool.Tolerations);
        var template = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = Manifest.Map(labels), ["annotations"] = Manifest.Map(Scraping(input.Engine)) },
            ["spec"] = spec,
        };
        if (input.Service.Spec.PodTemplate is { } overrides) PodTemplateMerge.Into(template, overrides);
        return template;
    }

    /// <summary>For a Prometheus that finds pods by annotation; PodMonitors do not read these.</summary>
    private static Dictionary<string, string> Scraping(EffectiveEngine engine) => new()
    {
        ["prometheus.io/scrape"] = "true",
        ["prometheus.io/port"] = engine.Port.ToString(CultureInfo.InvariantCulture),
        ["prometheus.io/path"] = engine.MetricsPath,
    };

    private static JsonObject SpreadOverNodes(string service) => new()
    {
        ["maxSkew"] = 1,
        ["topologyKey"] = "kubernetes.io/hostname",
        ["whenUnsatisfiable"] = "ScheduleAnyway",
        ["labelSelector"] = Manifest.Matching((PodLabels.Service, service), (PodLabels.Component, Names.Replica)),
    };
}
