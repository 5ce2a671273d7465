using System.Text.Json.Nodes;
using InferOps.LocalCluster.Controllers.Deployments;

namespace InferOps.LocalCluster.Tests.Controllers;

public sealed class RollingUpdateTests
{
    public static TheoryData<string, int, int, (int, int), (int, int)[], int, int[]> Steps => new()
    {
        // sentence, desired, (surge, unavailable) as surge*10+unavailable, new (wanted, available), old (wanted, available)…, new plan, old plan
        { "the first step adds the surge and takes what may be missing", 4, 11, (0, 0), [(4, 4)], 1, [3] },
        { "new pods that are not available yet hold everything", 4, 10, (1, 0), [(4, 4)], 1, [4] },
        { "an available new pod lets an old one go", 4, 10, (1, 1), [(4, 4)], 1, [3] },
        { "old pods that are broken go first and cost nothing", 4, 1, (0, 0), [(1, 0), (3, 3)], 0, [0, 3] },
        { "a smaller wish shrinks the new set at once", 2, 10, (5, 5), [], 2, [] },
        { "a larger wish grows the new set at once", 6, 10, (4, 4), [], 6, [] },
        { "with no old pods left nothing changes", 3, 10, (3, 3), [(0, 0)], 3, [0] },
        { "zero wanted empties all", 0, 10, (2, 2), [(2, 2)], 0, [0] },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void One_step(string sentence, int desired, int bounds, (int, int) fresh, (int, int)[] old, int planNew, int[] planOld)
    {
        var rollout = new Rollout(desired, bounds / 10, bounds % 10, new("new", fresh.Item1, fresh.Item2), [.. old.Select((set, i) => new ReplicaCounts($"old{i}", set.Item1, set.Item2))]);
        var plan = RollingUpdate.Plan(rollout);
        Assert.True(planNew == plan["new"], $"{sentence}: new is {plan["new"]}");
        Assert.Equal(planOld, old.Select((_, i) => plan[$"old{i}"]));
    }

    [Fact]
    public void A_rollout_ends_and_never_leaves_its_bounds()
    {
        var random = new Random(7);
        for (var run = 0; run < 500; run++)
        {
            var desired = random.Next(1, 12);
            var (surge, unavailable) = RollingUpdate.Bounds(JsonValue.Create(random.Next(0, 5)), JsonValue.Create(random.Next(0, 5)), desired);
            var (fresh, old) = (new ReplicaCounts("new", 0, 0), new ReplicaCounts("old", desired, desired));
            var steps = 0;
            for (; (fresh.Available < desired || old.Wanted > 0) && steps < 500; steps++)
            {
                var plan = RollingUpdate.Plan(new Rollout(desired, surge, unavailable, fresh, [old]));
                // Pods start one at a time; those taken away are gone at once.
                fresh = fresh with { Wanted = plan["new"], Available = Math.Min(plan["new"], fresh.Available + random.Next(0, 2)) };
                old = new ReplicaCounts("old", plan["old"], plan["old"]);
                Assert.InRange(fresh.Wanted + old.Wanted, 0, desired + surge);
                Assert.InRange(fresh.Available + old.Available, desired - unavailable, desired + surge);
            }

            Assert.True(steps < 500, $"desired {desired}, surge {surge}, unavailable {unavailable} never ends");
        }
    }

    [Theory]
    [InlineData("25%", "25%", 4, 1, 1)]
    [InlineData("25%", "25%", 3, 1, 0)]
    [InlineData("0", "0", 3, 0, 1)]
    [InlineData("50%", "100%", 5, 3, 5)]
    public void Surge_rounds_up_and_unavailable_down(string surge, string unavailable, int desired, int expectedSurge, int expectedUnavailable) =>
        Assert.Equal((expectedSurge, expectedUnavailable), RollingUpdate.Bounds(JsonValue.Create(surge), JsonValue.Create(unavailable), desired));

    [Fact]
    public void A_template_is_told_apart_by_meaning_and_not_by_order()
    {
        var template = JsonNode.Parse("""{"metadata":{"labels":{"a":"1","pod-template-hash":"x"}},"spec":{"b":1,"c":2}}""")!;
        var reordered = JsonNode.Parse("""{"spec":{"c":2,"b":1},"metadata":{"creationTimestamp":null,"labels":{"a":"1"}}}""")!;
        Assert.True(TemplateHash.Same(template, reordered));
        Assert.Equal(TemplateHash.Of(template, 0), TemplateHash.Of(reordered, 0));
        Assert.NotEqual(TemplateHash.Of(template, 0), TemplateHash.Of(template, 1));
    }
}
