using System.Text;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Tests.ApiServer;

namespace InferOps.LocalCluster.Tests.Admission;

public sealed class MutatingWebhookTests
{
    [Fact]
    public async Task Its_patch_is_what_is_stored()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook, "Mutating");
        webhook.Answer = _ => Patch("""[{"op":"add","path":"/data/b","value":"added"}]""");

        await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"));
        Assert.Equal("added", (string?)(await server.GetAsync($"{Bodies.ConfigMaps}/c")).Json["data"]!["b"]);
        await server.MergeAsync($"{Bodies.ConfigMaps}/c", """{"data":{"b":null}}""");
        Assert.Equal("added", (string?)(await server.GetAsync($"{Bodies.ConfigMaps}/c")).Json["data"]!["b"]);
    }

    [Fact]
    public async Task What_it_makes_is_validated_like_everything_else()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook, "Mutating");
        webhook.Answer = _ => Patch("""[{"op":"add","path":"/data/not a key","value":"x"}]""");
        Assert.Equal(422, (await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"))).Code);
    }

    [Fact]
    public async Task A_patch_that_does_not_apply_is_an_error_and_not_half_a_change()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook, "Mutating", entry => entry["failurePolicy"] = "Ignore");
        webhook.Answer = _ => Patch("""[{"op":"add","path":"/data/b","value":"x"},{"op":"remove","path":"/missing"}]""");
        Assert.Equal(500, (await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"))).Code);
        Assert.Equal(404, (await server.GetAsync($"{Bodies.ConfigMaps}/c")).Code);
    }

    private static JsonObject Patch(string operations) => new()
    {
        ["allowed"] = true,
        ["patchType"] = "JSONPatch",
        ["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(operations)),
    };
}
