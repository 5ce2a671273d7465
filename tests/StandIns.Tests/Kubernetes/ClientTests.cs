using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using Microsoft.AspNetCore.Http;

namespace InferOps.StandIns.Tests.Kubernetes;

public sealed class ClientTests
{
    [Fact]
    public async Task Objects_are_created_read_replaced_and_conflicts_surface()
    {
        await using var server = await FakeApiServer.StartAsync(new ObjectStore().AnswerAsync);
        using IKubernetesClient client = new KubernetesClient(server.Configuration);

        Assert.Null(await client.GetAsync<Widget>("a", "default"));
        var created = await client.CreateAsync(Widget.Named("a"));
        created.Spec.Size = 3;
        var updated = await client.UpdateAsync(created);
        Assert.Equal(3, (await client.GetAsync<Widget>("a", "default"))!.Spec.Size);

        var conflict = await Assert.ThrowsAsync<HttpOperationException>(() => client.UpdateAsync(created));
        Assert.Equal(HttpStatusCode.Conflict, conflict.Response.StatusCode);
        Assert.Contains("Conflict", conflict.Response.Content, StringComparison.Ordinal);
        Assert.Equal("Conflict", Assert.IsType<V1Status>(conflict.Body).Reason);
        Assert.NotEqual(created.ResourceVersion(), updated.ResourceVersion());
    }

    [Theory]
    [InlineData(V1Patch.PatchType.ApplyPatch, "application/apply-patch+yaml")]
    [InlineData(V1Patch.PatchType.MergePatch, "application/merge-patch+json")]
    [InlineData(V1Patch.PatchType.JsonPatch, "application/json-patch+json")]
    [InlineData(V1Patch.PatchType.StrategicMergePatch, "application/strategic-merge-patch+json")]
    public async Task A_patch_says_what_it_is(V1Patch.PatchType type, string contentType)
    {
        string? seen = null;
        await using var server = await FakeApiServer.StartAsync(context =>
        {
            seen = context.Request.ContentType;
            return context.Response.WriteAsync("{}");
        });
        using IKubernetesClient client = new KubernetesClient(server.Configuration);

        await client.PatchAsync<V1Pod>(new V1Patch(new JsonObject(), type), "p", "default", fieldManager: "inferops", force: true);

        Assert.Equal(contentType, seen);
        Assert.Equal(["PATCH /api/v1/namespaces/default/pods/p?fieldManager=inferops&force=true"], server.Requests);
    }

    [Fact]
    public async Task A_status_is_patched_below_the_object()
    {
        await using var server = await FakeApiServer.StartAsync(context => context.Response.WriteAsync("{}"));
        using IKubernetesClient client = new KubernetesClient(server.Configuration);
        var patch = new V1Patch(new JsonObject { ["status"] = new JsonObject() }, V1Patch.PatchType.MergePatch);

        await client.ApiClient.CustomObjects.PatchNamespacedCustomObjectStatusAsync<Widget>(patch, "tests.inferops.dev", "v1", "default", "widgets", "a");
        await client.ApiClient.CustomObjects.PatchClusterCustomObjectStatusAsync<Widget>(patch, "tests.inferops.dev", "v1", "pools", "b", fieldManager: "x");

        Assert.Equal(
            [$"PATCH {Widget.Collection}/a/status", "PATCH /apis/tests.inferops.dev/v1/pools/b/status?fieldManager=x"],
            server.Requests);
    }

    [Fact]
    public async Task Deleting_what_is_gone_is_no_error_and_lists_carry_selectors()
    {
        await using var server = await FakeApiServer.StartAsync(async context =>
        {
            context.Response.StatusCode = context.Request.Method == "DELETE" ? 404 : 200;
            await context.Response.WriteAsync("""{"items":[{"metadata":{"name":"n1"}}]}""");
        });
        using IKubernetesClient client = new KubernetesClient(server.Configuration);

        await client.DeleteAsync<V1Node>("gone");
        var nodes = await client.ListAsync<V1Node>(labelSelector: "a=b,c in (d)");

        Assert.Equal("n1", Assert.Single(nodes).Name());
        Assert.Equal(["DELETE /api/v1/nodes/gone", "GET /api/v1/nodes?labelSelector=a%3Db%2Cc%20in%20%28d%29"], server.Requests);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_a_timeout()
    {
        await using var server = await FakeApiServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var configuration = server.Configuration;
        configuration.HttpClientTimeout = TimeSpan.FromMilliseconds(50);
        using IKubernetesClient client = new KubernetesClient(configuration);

        await Assert.ThrowsAsync<TimeoutException>(() => client.GetAsync<V1Node>("n"));
    }
}
