using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.TestKit;

namespace InferOps.Operator.Core.Tests.Crds;

/// <summary>Every example reads without an unknown field, validates, and resolves.</summary>
public sealed class ExampleTests
{
    private static readonly string Folder = Path.Combine(Golden.RepositoryRoot, "crds", "examples");
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Is_valid_where_all_examples_are_applied(string file)
    {
        var catalog = new Catalog { Engines = ShippedEngines.ByName.ToDictionary(engine => engine.Key, engine => Spec<InferenceEngineSpec>(engine.Value)), Pools = All("ComputePool").Select(Name).ToHashSet() };
        foreach (var document in Documents(file))
        {
            var violations = document["kind"]!.GetValue<string>() switch
            {
                "InferenceService" => InferenceServiceValidator.Validate(Spec<InferenceServiceSpec>(document), catalog),
                "ComputePool" => ComputePoolValidator.Validate(Spec<ComputePoolSpec>(document)),
                _ => [],
            };
            Assert.Empty(violations);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Resolves_its_defaults(string file)
    {
        foreach (var document in Documents(file).Where(document => document["kind"]!.GetValue<string>() == "InferenceService"))
        {
            var effective = EffectiveSpec.Resolve(Name(document), Spec<InferenceServiceSpec>(document));
            Assert.InRange(effective.Scaling.MinReplicas, 0, effective.Scaling.MaxReplicas);
            Assert.True(effective.Resources.Gpus >= 1);
        }
    }

    private static IReadOnlyList<JsonObject> Documents(string file) => Yaml.Read(File.ReadAllText(Path.Combine(Folder, file)));

    private static IEnumerable<JsonObject> All(string kind) => Directory.GetFiles(Folder, "*.yaml")
        .SelectMany(file => Yaml.Read(File.ReadAllText(file))).Where(document => document["kind"]!.GetValue<string>() == kind);

    private static string Name(JsonObject document) => document["metadata"]!["name"]!.GetValue<string>();

    private static T Spec<T>(JsonObject document) => document["spec"].Deserialize<T>(Strict)!;
}
