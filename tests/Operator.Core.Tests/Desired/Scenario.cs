using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.TestKit;

namespace InferOps.Operator.Core.Tests.Desired;

/// <summary>What a user applies, in one file, with two replicas on every pool.</summary>
internal static class Scenario
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    public const string Folder = "tests/Operator.Core.Tests/Desired/Golden";

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Path.Combine(Golden.RepositoryRoot, Folder)).Where(folder => File.Exists(Path.Combine(folder, "input.yaml"))).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public static DesiredInput Load(string name)
    {
        var documents = Yaml.Read(File.ReadAllText(Path.Combine(Golden.RepositoryRoot, Folder, name, "input.yaml")));
        IEnumerable<JsonObject> Of(string kind) => documents.Where(document => (string?)document["kind"] == kind);
        string Name(JsonObject document) => (string)document["metadata"]!["name"]!;

        var service = Of("InferenceService").Single();
        var spec = service["spec"].Deserialize<InferenceServiceSpec>(Wire)!;
        var pools = Of("ComputePool").Select(pool => EffectivePool.Resolve(new ObservedPool { Name = Name(pool), Spec = pool["spec"].Deserialize<ComputePoolSpec>(Wire)! })).ToList();
        return new DesiredInput
        {
            Service = new ObservedService
            {
                Key = new ObjectKey((string)service["metadata"]!["namespace"]!, Name(service)),
                Uid = "00000000-0000-0000-0000-000000000001",
                Generation = 1,
                Spec = spec,
                Status = new InferenceServiceStatus(),
            },
            Spec = EffectiveSpec.Resolve(Name(service), spec),
            Engine = Of("InferenceEngine").Select(engine => EffectiveEngine.Resolve(new ObservedEngine { Name = Name(engine), Spec = engine["spec"].Deserialize<InferenceEngineSpec>(Wire)! })).Single(),
            Pools = pools,
            Plan = Plan(pools, replicas: 2),
            Options = new DesiredOptions { RuntimeImage = "registry.example/runtime:1", PodMonitors = true },
        };
    }

    public static PlacementPlan Plan(IEnumerable<EffectivePool> pools, int replicas) => new()
    {
        Allocations = [.. pools.Select(pool => new PoolAllocation { Pool = pool.Name, Type = pool.Type, Replicas = replicas, MarginalCost = 0, FullCost = 1 })],
        Rejected = [],
        Shortfall = 0,
    };
}
