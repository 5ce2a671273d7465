namespace InferOps.LocalCluster.Tests.ApiServer;

public sealed class DeletionTests
{
    [Fact]
    public async Task A_pod_on_a_node_gets_its_grace_and_goes_when_the_kubelet_says_so()
    {
        await using var server = await RunningServer.StartAsync();
        await server.CreateAsync(Bodies.Pods, Bodies.Pod("p", "n1"));

        var marked = (await server.DeleteAsync($"{Bodies.Pods}/p")).Json;
        Assert.Equal(30, (int)marked["metadata"]!["deletionGracePeriodSeconds"]!);
        Assert.Equal(200, (await server.GetAsync($"{Bodies.Pods}/p")).Code);
        await server.DeleteAsync($"{Bodies.Pods}/p", """{"gracePeriodSeconds":0}""");
        Assert.Equal(404, (await server.GetAsync($"{Bodies.Pods}/p")).Code);
    }

    [Fact]
    public async Task A_pod_that_no_node_took_goes_at_once()
    {
        await using var server = await RunningServer.StartAsync();
        await server.CreateAsync(Bodies.Pods, Bodies.Pod("p"));
        Assert.Equal("Success", (string?)(await server.DeleteAsync($"{Bodies.Pods}/p")).Json["status"]);
    }

    [Fact]
    public async Task Finalizers_hold_an_object_and_none_can_be_added_then()
    {
        await using var server = await RunningServer.StartAsync();
        await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"));
        await server.MergeAsync($"{Bodies.ConfigMaps}/c", """{"metadata":{"finalizers":["a.b/c"]}}""");
        await server.DeleteAsync($"{Bodies.ConfigMaps}/c");

        Assert.Equal(422, (await server.MergeAsync($"{Bodies.ConfigMaps}/c", """{"metadata":{"finalizers":["a.b/c","d.e/f"]}}""")).Code);
        Assert.Equal(200, (await server.MergeAsync($"{Bodies.ConfigMaps}/c", """{"metadata":{"finalizers":null}}""")).Code);
        Assert.Equal(404, (await server.GetAsync($"{Bodies.ConfigMaps}/c")).Code);
    }

    [Theory]
    [InlineData("Foreground", "foregroundDeletion")]
    [InlineData("Orphan", "orphan")]
    public async Task Propagation_is_left_to_the_collector_as_a_finalizer(string policy, string finalizer)
    {
        await using var server = await RunningServer.StartAsync();
        await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"));
        var marked = (await server.DeleteAsync($"{Bodies.ConfigMaps}/c", $$"""{"propagationPolicy":"{{policy}}"}""")).Json;
        Assert.Equal(finalizer, (string?)marked["metadata"]!["finalizers"]![0]);
    }

    [Fact]
    public async Task A_precondition_that_does_not_hold_refuses_the_deletion()
    {
        await using var server = await RunningServer.StartAsync();
        await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"));
        Assert.Equal(409, (await server.DeleteAsync($"{Bodies.ConfigMaps}/c", """{"preconditions":{"uid":"other"}}""")).Code);
    }

    [Fact]
    public async Task A_definition_goes_with_its_objects()
    {
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(HttpMethod.Post, Bodies.Definitions, Bodies.Definition, "application/yaml");
        await server.CreateAsync(Bodies.Widgets, Bodies.Widget);
        await server.DeleteAsync($"{Bodies.Definitions}/widgets.example.dev");
        Assert.Equal(404, (await server.GetAsync($"{Bodies.Definitions}/widgets.example.dev")).Code);
        Assert.Equal(404, (await server.GetAsync(Bodies.Widgets)).Code);
    }

    [Fact]
    public async Task A_namespace_waits_for_finalize_and_takes_nothing_new()
    {
        await using var server = await RunningServer.StartAsync();
        await server.CreateAsync("/api/v1/namespaces", """{"metadata":{"name":"team"}}""");
        Assert.Equal(200, (await server.GetAsync("/api/v1/namespaces/team/serviceaccounts/default")).Code);

        var marked = (await server.DeleteAsync("/api/v1/namespaces/team")).Json;
        Assert.Equal("Terminating", (string?)marked["status"]!["phase"]);
        Assert.Equal(403, (await server.CreateAsync("/api/v1/namespaces/team/pods", Bodies.Pod("p"))).Code);
        marked["spec"]!["finalizers"]!.AsArray().Clear();
        await server.UpdateAsync("/api/v1/namespaces/team/finalize", marked);
        Assert.Equal(404, (await server.GetAsync("/api/v1/namespaces/team")).Code);
    }
}
