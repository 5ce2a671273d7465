using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.TestKit;
using Fleet = InferOps.Operator.Core.Tests.Placement.Fleet;

namespace InferOps.Operator.Core.Tests.Desired;

/// <summary>Each engine that comes with the chart, on each kind of node: what a replica looks like there, or why there is none.</summary>
public sealed class ShippedEngineTests
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <summary>Nodes without GPUs tell how many replicas they take by an extended resource of their own.</summary>
    private static readonly IReadOnlyDictionary<string, (string Resource, int Gpus)> Shapes =
        new Dictionary<string, (string, int)> { ["cpu"] = ("inferops.dev/cpu-slot", 1), ["one-gpu"] = ("nvidia.com/gpu", 1), ["several-gpus"] = ("nvidia.com/gpu", 4) };

    public static TheoryData<string, string> EnginesAndShapes => [.. ShippedEngines.ByName.Keys.SelectMany(_ => Shapes.Keys, (engine, shape) => (engine, shape))];

    public static TheoryData<string> EngineNames => [.. ShippedEngines.ByName.Keys];

    [Theory]
    [MemberData(nameof(EnginesAndShapes))]
    public void A_replica_is_that_of_the_golden_file(string engine, string shape)
    {
        var input = Input(engine, Shapes[shape]);
        var rejected = Planner.Plan(Request(input)).Rejected;
        var document = rejected.Count > 0 ? new JsonObject { ["rejected"] = $"{rejected[0].Reason}: {rejected[0].Message}" } : Template(input);
        Assert.Null(Golden.Compare($"{Scenario.Folder}/engines/{engine}/{shape}.yaml", Yaml.Write([document])));
    }

    [Theory]
    [MemberData(nameof(EngineNames))]
    public void An_engine_reads_without_an_unknown_field_and_is_valid(string engine)
    {
        Assert.Equal(engine, (string?)ShippedEngines.ByName[engine]["metadata"]!["name"]);
        Assert.Empty(InferenceEngineValidator.Validate(Spec(engine)));
    }

    [Theory]
    [MemberData(nameof(EngineNames))]
    public void An_engine_has_an_image_of_one_version(string engine) => Assert.Matches(@":[A-Za-z0-9-]*\d[A-Za-z0-9.-]*$", Spec(engine).Image);

    [Theory]
    [MemberData(nameof(EngineNames))]
    public void An_engine_tells_what_scaling_needs(string engine)
    {
        var metrics = Spec(engine).Metrics;
        Assert.All([metrics.PromptTokens, metrics.GeneratedTokens, metrics.Running, metrics.Waiting], Assert.NotNull);
    }

    [Fact]
    public void The_runtime_is_told_how_long_a_stream_may_pause()
    {
        var input = Input("llamasharp", Shapes["one-gpu"]);
        var spec = input.Service.Spec with { Scaling = new() { Objectives = new() { InterTokenLatency = "80ms" } } };
        var arguments = Template(input with { Spec = EffectiveSpec.Resolve("chat", spec) })["containers"]![0]!["args"]!.AsArray().Select(argument => (string?)argument).ToList();
        Assert.Equal("80", arguments[arguments.IndexOf("--inter-token-objective") + 1]);
    }

    private static InferenceEngineSpec Spec(string engine) => ShippedEngines.ByName[engine]["spec"].Deserialize<InferenceEngineSpec>(Strict)!;

    private static JsonObject Template(DesiredInput input) =>
        DesiredObjects.For(input).Single(item => (string?)item["kind"] == "Deployment")["spec"]!["template"]!["spec"]!.DeepClone().AsObject();

    private static PlacementRequest Request(DesiredInput input)
    {
        var pool = input.Pools[0];
        var node = new ObservedNode
        {
            Name = "node-1", Usable = true, Labels = pool.NodeSelector, Allocatable = new Dictionary<string, int> { [pool.GpuResource] = 8 },
        };
        var survey = PoolSurvey.Of(new() { Owner = new(input.Service.Key, 1, 0, TakesSpares: false), Ledger = new(PoolSet.Of([Pool(pool.GpuResource)]).Valid, [node], []) });
        return PlacementRequest.For(input.Spec, Footprint.Of(input.Spec, null), 1, survey, Fleet.Now) with { GpuVendors = input.Engine.GpuVendors };
    }

    private static ObservedPool Pool(string resource) => new()
    {
        Name = "pool", Spec = new() { NodeSelector = new Dictionary<string, string> { ["pool"] = "pool" }, Gpu = new() { ResourceName = resource } },
    };

    private static DesiredInput Input(string engine, (string Resource, int Gpus) shape)
    {
        var effective = EffectiveEngine.Resolve(new() { Name = engine, Spec = Spec(engine) });
        var spec = new InferenceServiceSpec
        {
            Model = new() { Uri = effective.PullsModel ? "hf://example-org/chat/chat-Q4_K_M.gguf@main" : "hf://example-org/chat@main" },
            Engine = new() { Name = engine, ContextTokens = 8192, ParallelSequences = 8 },
            Resources = new() { Gpus = shape.Gpus },
        };
        Assert.Empty(InferenceServiceValidator.Validate(spec, new() { Engines = new Dictionary<string, InferenceEngineSpec> { [engine] = Spec(engine) }, Pools = new HashSet<string>() }));
        var pools = new[] { EffectivePool.Resolve(Pool(shape.Resource)) };
        return new()
        {
            Service = new() { Key = new("team-a", "chat"), Uid = "1", Generation = 1, Spec = spec, Status = new() },
            Spec = EffectiveSpec.Resolve("chat", spec),
            Engine = effective,
            Pools = pools,
            Plan = Scenario.Plan(pools, replicas: 1),
            Options = new() { RuntimeImage = "registry.example/runtime:1" },
        };
    }
}
