using System.Text.Json.Nodes;
using InferOps.LocalCluster.Tests.ApiServer;

namespace InferOps.LocalCluster.Tests.Admission;

public sealed class ValidatingWebhookTests
{
    private const string Map = $"{Bodies.ConfigMaps}/c";

    [Fact]
    public async Task It_is_asked_about_each_write_with_the_object_before_and_after()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        Assert.Equal(201, (await Hooks.RegisterAsync(server, webhook)).Code);
        await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"));
        await server.MergeAsync(Map, """{"data":{"a":"2"}}""");
        await server.DeleteAsync(Map);

        Assert.Equal(["CREATE", "UPDATE", "DELETE"], webhook.Asked.Select(request => (string?)request["operation"]));
        Assert.Equal(["1", "2", null], webhook.Asked.Select(request => (string?)request["object"]?["data"]?["a"]));
        Assert.Equal([null, "1", "2"], webhook.Asked.Select(request => (string?)request["oldObject"]?["data"]?["a"]));
        Assert.All(webhook.Asked, request =>
        {
            Assert.Equal("""{"group":"","version":"v1","kind":"ConfigMap"}""", request["kind"]!.ToJsonString());
            Assert.Equal("""{"group":"","version":"v1","resource":"configmaps"}""", request["resource"]!.ToJsonString());
            Assert.Equal(("c", "default", "admin", false), ((string?)request["name"], (string?)request["namespace"], (string?)request["userInfo"]!["username"], (bool)request["dryRun"]!));
        });
    }

    [Fact]
    public async Task Its_denial_is_the_answer_and_nothing_is_written()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook);
        webhook.Answer = _ => Hooks.Denied("too blue");

        var refused = await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"));
        Assert.Equal((403, "admission webhook \"maps.tests.dev\" denied the request: too blue"), (refused.Code, (string?)refused.Json["message"]));
        Assert.Equal(404, (await server.GetAsync(Map)).Code);
    }

    [Theory]
    [InlineData("CREATE")]
    [InlineData("UPDATE")]
    [InlineData("DELETE")]
    public async Task It_can_deny_every_operation(string operation)
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook);
        webhook.Answer = request => (string?)request["operation"] == operation ? Hooks.Denied("no", 422) : new JsonObject { ["allowed"] = true };

        var codes = new List<int>
        {
            (await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"))).Code,
            (await server.MergeAsync(Map, """{"data":{"a":"2"}}""")).Code,
            (await server.DeleteAsync(Map)).Code,
        };
        Assert.Equal(422, codes[operation switch { "CREATE" => 0, "UPDATE" => 1, _ => 2 }]);
        Assert.Single(codes, 422);
    }

    [Fact]
    public async Task Its_warnings_reach_the_client_whether_it_allows_or_denies()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook);
        foreach (var allowed in new[] { true, false })
        {
            webhook.Answer = _ => new JsonObject { ["allowed"] = allowed, ["warnings"] = new JsonArray("mind the \"gap\"") };
            Assert.Equal(["299 - \"mind the \\\"gap\\\"\""], (await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"))).Warnings);
        }
    }

    [Fact]
    public async Task It_is_asked_only_after_the_object_was_found_valid()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook);
        Assert.Equal(422, (await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("Not_A_Name"))).Code);
        Assert.Empty(webhook.Asked);
    }

    [Fact]
    public async Task A_dry_run_says_so_and_is_asked_about()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook);
        await server.CreateAsync($"{Bodies.ConfigMaps}?dryRun=All", Bodies.ConfigMap("c"));
        Assert.True((bool)Assert.Single(webhook.Asked)["dryRun"]!);
    }

    [Fact]
    public async Task Of_a_collection_each_object_is_asked_about()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook, change: entry => entry["rules"] = new JsonArray(Hooks.Rule("configmaps", "DELETE")));
        foreach (var name in new[] { "c", "d" }) await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap(name, """{"own":"1"}"""));
        await server.DeleteAsync($"{Bodies.ConfigMaps}?labelSelector=own");
        Assert.Equal(["c", "d"], webhook.Asked.Select(request => (string?)request["name"]));
    }

    [Fact]
    public async Task Through_scale_it_sees_a_Scale_and_through_status_the_object()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await server.SendAsync(HttpMethod.Post, Bodies.Definitions, Bodies.Definition, "application/yaml");
        await server.CreateAsync(Bodies.Widgets, Bodies.Widget);
        await Hooks.RegisterAsync(server, webhook, change: entry =>
        {
            var rule = Hooks.Rule("widgets/*", "UPDATE");
            (rule["apiGroups"], rule["resources"]) = (new JsonArray("example.dev"), new JsonArray("widgets/scale", "widgets/status"));
            entry["rules"] = new JsonArray(rule);
        });
        await server.MergeAsync($"{Bodies.Widgets}/w", """{"spec":{"size":4}}""");
        await server.MergeAsync($"{Bodies.Widgets}/w/scale", """{"spec":{"replicas":2}}""");
        await server.MergeAsync($"{Bodies.Widgets}/w/status", """{"status":{"replicas":2}}""");

        Assert.Equal(["scale", "status"], webhook.Asked.Select(request => (string?)request["subResource"]));
        Assert.Equal(["Scale", "Widget"], webhook.Asked.Select(request => (string?)request["object"]!["kind"]));
        Assert.Equal(2, (int)webhook.Asked[0]["object"]!["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task Its_own_configuration_can_always_be_changed()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook, change: entry =>
        {
            var rule = Hooks.Rule("*", "*");
            rule["apiGroups"] = new JsonArray("*");
            rule["apiVersions"] = new JsonArray("*");
            entry["rules"] = new JsonArray(rule);
        });
        webhook.Answer = _ => Hooks.Denied("nothing at all");
        Assert.Equal(403, (await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"))).Code);
        Assert.Equal(200, (await server.DeleteAsync("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/tests")).Code);
        Assert.Equal(201, (await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"))).Code);
    }
}
