using System.Globalization;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>The container that serves.</summary>
internal static class EngineContainerBuilder
{
    public static JsonObject Build(DesiredInput input, EffectivePool pool, ModelFiles files)
    {
        var (spec, engine) = (input.Spec, input.Engine);
        var values = Values(input, files);
        var container = new JsonObject
        {
            ["name"] = Names.EngineContainer,
            ["image"] = engine.Image,
            ["args"] = Manifest.Texts([.. ArgumentTemplate.Expand(engine.Args, values, Adapters(input, files)), .. spec.Engine.Args]),
            ["env"] = EnvironmentBuilder.Build(engine.Env, spec.Engine.Env),
            ["ports"] = Manifest.List(new JsonObject { ["name"] = RuntimeEndpoints.PortName, ["containerPort"] = engine.Port, ["protocol"] = "TCP" }),
            ["resources"] = Resources(spec.Resources, pool),
            ["securityContext"] = PodSecurity.Container(),
            ["terminationMessagePolicy"] = "FallbackToLogsOnError",
            ["volumeMounts"] = PodVolumes.Mounts(files.All, cache: engine.PullsModel, apiKeys: spec.ApiKeysSecret is not null, PodVolumes.SharesMemory(spec, engine)),
        };
        if (engine.Command is { } command) container["command"] = Manifest.Texts(command);
        if (engine.DrainCommand is { } drain) container["lifecycle"] = BeforeTheEnd([.. ArgumentTemplate.Expand(drain, values, [])]);
        ProbesBuilder.AddTo(container, engine, pool.LeadTime);
        return container;
    }

    private static JsonObject BeforeTheEnd(IReadOnlyList<string> command) => new()
    {
        ["preStop"] = new JsonObject { ["exec"] = new JsonObject { ["command"] = Manifest.Texts(command) } },
    };

    private static Dictionary<string, string?> Values(DesiredInput input, ModelFiles files)
    {
        var (spec, engine) = (input.Spec, input.Engine);
        return new(StringComparer.Ordinal)
        {
            ["modelPath"] = engine.PullsModel ? files.Model.Path : null,
            ["draftPath"] = engine.PullsModel ? files.Draft?.Path : null,
            ["modelUri"] = spec.Model.Uri,
            ["modelRepository"] = spec.Model.Repository,
            ["modelRevision"] = spec.Model.Revision,
            ["servedName"] = spec.Model.ServedName,
            ["contextTokens"] = Text(spec.Engine.ContextTokens),
            ["totalContextTokens"] = Text(spec.Engine.TotalContextTokens),
            ["parallelSequences"] = Text(spec.Engine.ParallelSequences),
            ["gpus"] = Text(spec.Resources.Gpus),
            ["tensorParallel"] = Text(spec.Resources.TensorParallel),
            ["pipelineParallel"] = Text(spec.Resources.PipelineParallel),
            ["port"] = Text(engine.Port),
            ["drainSeconds"] = Text((long)Math.Ceiling(spec.Rollout.DrainTimeout.TotalSeconds)),
            [InferenceEngineValidator.InterTokenMilliseconds] = spec.Scaling.InterTokenLatency is { } most ? Text((long)Math.Max(1, most.TotalMilliseconds)) : null,
            ["apiKeysFile"] = spec.ApiKeysSecret is null ? null : PodVolumes.ApiKeysFile,
        };
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, string?>> Adapters(DesiredInput input, ModelFiles files) =>
    [
        .. files.Adapters.Select(adapter => new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [InferenceEngineValidator.AdapterName] = adapter.Name, [InferenceEngineValidator.AdapterPath] = input.Engine.PullsModel ? adapter.Location.Path : null,
        }),
    ];

    /// <summary>GPUs are never overcommitted; CPU and memory are requested without a limit, because a mapped model counts as memory in use.</summary>
    private static JsonObject Resources(EffectiveResources resources, EffectivePool pool) => new()
    {
        ["requests"] = new JsonObject { ["cpu"] = resources.Cpu.Text, ["memory"] = resources.Memory.Text, [pool.GpuResource] = Text(resources.Gpus) },
        ["limits"] = new JsonObject { [pool.GpuResource] = Text(resources.Gpus) },
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
