using System.Text.Json.Nodes;
using InferOps.LocalCluster.Controllers.Disruption;

namespace InferOps.LocalCluster.Tests.Controllers;

public sealed class DisruptionBudgetTests
{
    [Theory]
    [InlineData("""{"minAvailable":2}""", 3, 3, 1)]
    [InlineData("""{"minAvailable":"50%"}""", 3, 3, 1)]
    [InlineData("""{"maxUnavailable":1}""", 3, 3, 1)]
    [InlineData("""{"maxUnavailable":1}""", 3, 2, 0)]
    [InlineData("""{"maxUnavailable":"40%"}""", 3, 3, 2)]
    [InlineData("""{"minAvailable":5}""", 3, 3, 0)]
    public void Allows_what_the_spec_leaves(string spec, int scale, int healthy, int allowed)
    {
        var budget = new JsonObject { ["spec"] = JsonNode.Parse(spec) };
        var pods = Enumerable.Range(0, scale).Select(i => JsonNode.Parse(
            $$$"""{"metadata":{"name":"p{{{i}}}"},"status":{"conditions":[{"type":"Ready","status":"{{{(i < healthy ? "True" : "False")}}}"}]}}""")!.AsObject()).ToList();
        Assert.Equal(allowed, DisruptionBudget.Of(budget, pods, scale).Allowed);
    }
}
