using InferOps.Operator.Simulator.Scenarios;
using InferOps.TestKit;

namespace InferOps.Operator.Simulator.Tests;

public sealed class ScenarioReaderTests
{
    internal static string Fleet { get; } = File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "operator", "Operator.Simulator", "fleet.yaml"));

    [Fact]
    public void The_fleet_has_three_pools_and_three_services()
    {
        var scenario = ScenarioReader.Read([("fleet.yaml", Fleet)]);
        Assert.Equal(["onprem", "dedicated", "cloud"], scenario.Pools.Select(pool => pool.Name));
        Assert.Equal(["chat", "code", "batch"], scenario.Services.Select(service => service.Key.Name));
    }

    [Theory]
    [InlineData("kind: [", "file.yaml, line")]
    [InlineData("kind: ConfigMap\nmetadata: {name: other}\n", "no InferenceService")]
    [InlineData("kind: InferenceService\nspec: {}\n", "has no metadata.name")]
    [InlineData("kind: InferenceService\nmetadata: {name: chat}\n", "InferenceService chat has no spec")]
    [InlineData("kind: ComputePool\nmetadata: {name: p}\nspec: {type: Lunar}\n", "ComputePool p")]
    public void What_cannot_be_simulated_is_named(string text, string says)
    {
        var error = Assert.Throws<FormatException>(() => ScenarioReader.Read([("file.yaml", text)]));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_invalid_object_is_refused_in_the_operators_words()
    {
        var error = Assert.Throws<FormatException>(() => ScenarioReader.Read([("file.yaml", Fleet.Replace("maxReplicas: 24", "maxReplicas: -1", StringComparison.Ordinal))]));
        Assert.Contains("spec.scaling.maxReplicas", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_that_asks_for_an_unknown_service_is_refused()
    {
        var error = Assert.Throws<FormatException>(() => ScenarioReader.Read([("fleet.yaml", Fleet)]).Only(["translate"]));
        Assert.Contains("translate", error.Message, StringComparison.Ordinal);
    }
}
