using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Tests.ApiServer;

public sealed class StorageTests
{
    [Fact]
    public async Task A_write_from_an_old_version_is_refused_and_changes_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        var first = await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"));
        await server.MergeAsync($"{Bodies.ConfigMaps}/c", """{"data":{"a":"2"}}""");

        var late = await server.UpdateAsync($"{Bodies.ConfigMaps}/c", first.Json);

        Assert.Equal((409, "Conflict"), (late.Code, late.Reason));
        Assert.Equal("2", (string?)(await server.GetAsync($"{Bodies.ConfigMaps}/c")).Json["data"]!["a"]);
    }

    [Fact]
    public async Task A_patch_that_changes_nothing_keeps_the_version()
    {
        await using var server = await RunningServer.StartAsync();
        var created = await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"));
        Assert.Equal(created.Version, (await server.MergeAsync($"{Bodies.ConfigMaps}/c", """{"data":{"a":"1"}}""")).Version);
    }

    [Fact]
    public async Task Pages_of_one_list_are_of_one_revision()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var name in (string[])["p1", "p2", "p3"]) await server.CreateAsync(Bodies.Pods, Bodies.Pod(name));

        var first = (await server.GetAsync($"{Bodies.Pods}?limit=2")).Json;
        await server.DeleteAsync($"{Bodies.Pods}/p3");
        var second = await server.GetAsync($"{Bodies.Pods}?limit=2&continue={Uri.EscapeDataString((string)first["metadata"]!["continue"]!)}");

        Assert.Equal(1, (int)first["metadata"]!["remainingItemCount"]!);
        Assert.Equal(["p3"], second.Json["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!));
        server.Server.CompactHistory();
        var expired = await server.GetAsync($"{Bodies.Pods}?limit=2&continue={Uri.EscapeDataString((string)first["metadata"]!["continue"]!)}");
        Assert.Equal((410, "Expired"), (expired.Code, expired.Reason));
    }

    [Fact]
    public async Task Dry_run_answers_as_if_and_stores_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Equal(201, (await server.CreateAsync($"{Bodies.ConfigMaps}?dryRun=All", Bodies.ConfigMap("c"))).Code);
        Assert.Equal(404, (await server.GetAsync($"{Bodies.ConfigMaps}/c")).Code);
    }

    [Fact]
    public async Task Generation_counts_wishes_and_status_is_written_apart()
    {
        await using var server = await RunningServer.StartAsync();
        var definition = await server.SendAsync(HttpMethod.Post, Bodies.Definitions, Bodies.Definition, "application/yaml");
        Assert.True(definition.Code == 201, definition.Text);

        var created = (await server.CreateAsync(Bodies.Widgets, Bodies.Widget)).Json;
        Assert.True(created["status"] is null, created.ToJsonString());
        var status = (await server.MergeAsync($"{Bodies.Widgets}/w/status", """{"spec":{"size":9},"status":{"replicas":1}}""")).Json;
        Assert.Equal((3, 1, 1), ((int)status["spec"]!["size"]!, (int)status["status"]!["replicas"]!, (int)status["metadata"]!["generation"]!));
        var scaled = (await server.MergeAsync($"{Bodies.Widgets}/w/scale", """{"spec":{"replicas":4}}""")).Json;
        Assert.Equal((4, 1), ((int)scaled["spec"]!["replicas"]!, (int)scaled["status"]!["replicas"]!));
        Assert.Equal(2, (int)(await server.GetAsync($"{Bodies.Widgets}/w")).Json["metadata"]!["generation"]!);
    }

    [Fact]
    public async Task Items_of_a_built_in_list_do_not_repeat_their_kind()
    {
        await using var server = await RunningServer.StartAsync();
        var list = (await server.GetAsync("/api/v1/namespaces")).Json;
        Assert.Equal("NamespaceList", (string?)list["kind"]);
        Assert.All(list["items"]!.AsArray(), item => Assert.False(item!.AsObject().ContainsKey("kind")));
    }

    [Fact]
    public async Task Events_are_one_set_under_two_groups()
    {
        await using var server = await RunningServer.StartAsync();
        await server.CreateAsync("/apis/events.k8s.io/v1/namespaces/default/events", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "e" },
            ["regarding"] = new JsonObject { ["kind"] = "Pod", ["name"] = "p", ["namespace"] = "default" },
            ["note"] = "hello",
            ["reason"] = "Tested",
            ["type"] = "Normal",
            ["action"] = "Test",
            ["eventTime"] = "2030-01-01T00:00:00.000000Z",
            ["reportingController"] = "t",
            ["reportingInstance"] = "t-1",
        }.ToJsonString());

        var found = (await server.GetAsync("/api/v1/namespaces/default/events?fieldSelector=involvedObject.name=p")).Json["items"]![0]!;
        Assert.Equal("hello", (string?)found["message"]);
    }
}
