using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Tests.ApiServer;

public sealed class AccessTests
{
    private const string Reader = """
        {"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"r"},
         "rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["list"]},
                  {"apiGroups":[""],"resources":["configmaps"],"verbs":["patch"]},
                  {"apiGroups":[""],"resources":["secrets"],"resourceNames":["mine"],"verbs":["get"]},
                  {"apiGroups":["apps"],"resources":["*/scale"],"verbs":["get"]}]}
        """;

    private const string Binding = """
        {"kind":"RoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"r"},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},
         "subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"jane"}]}
        """;

    [Theory]
    [InlineData("/api/v1/namespaces/default/pods", 200)]
    [InlineData("/api/v1/namespaces/default/pods/p", 403)]
    [InlineData("/api/v1/namespaces/kube-system/pods", 403)]
    [InlineData("/api/v1/pods", 403)]
    [InlineData("/api/v1/namespaces/default/secrets", 403)]
    [InlineData("/api/v1/namespaces/default/secrets/mine", 404)]
    [InlineData("/api/v1/namespaces/default/secrets/other", 403)]
    [InlineData("/apis/apps/v1/namespaces/default/deployments/d/scale", 404)]
    [InlineData("/apis/apps/v1/namespaces/default/deployments/d", 403)]
    [InlineData("/apis", 200)]
    [InlineData("/metrics", 403)]
    public async Task A_role_allows_what_it_lists_and_nothing_else(string path, int code)
    {
        await using var server = await RunningServer.StartAsync();
        await server.CreateAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", Reader);
        await server.CreateAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", Binding);
        using var jane = RunningServer.ClientOf(server.Server, server.Server.Token("jane"));
        Assert.Equal(code, (await server.SendAsync(HttpMethod.Get, path, by: jane)).Code);
    }

    [Fact]
    public async Task An_apply_that_would_create_needs_the_right_to_create()
    {
        await using var server = await RunningServer.StartAsync();
        await server.CreateAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", Reader);
        await server.CreateAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", Binding);
        await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("there"));
        using var jane = RunningServer.ClientOf(server.Server, server.Server.Token("jane"));
        Assert.Equal(200, (await ApplyAsync("there")).Code);
        var refused = await ApplyAsync("new");
        Assert.Equal(403, refused.Code);
        Assert.Equal(
            "configmaps \"new\" is forbidden: User \"jane\" cannot create resource \"configmaps\" in API group \"\" in the namespace \"default\"", (string?)refused.Json["message"]);

        Task<Answer> ApplyAsync(string name) =>
            server.SendAsync(HttpMethod.Patch, $"{Bodies.ConfigMaps}/{name}?fieldManager=jane&force=true", Bodies.ConfigMap(name), "application/apply-patch+yaml", by: jane);
    }

    [Fact]
    public async Task A_refusal_reads_like_the_real_one()
    {
        await using var server = await RunningServer.StartAsync();
        using var jane = RunningServer.ClientOf(server.Server, server.Server.Token("jane"));
        var refused = (await server.SendAsync(HttpMethod.Get, $"{Bodies.Pods}/p", by: jane)).Json;
        Assert.Equal(
            "pods \"p\" is forbidden: User \"jane\" cannot get resource \"pods\" in API group \"\" in the namespace \"default\"", (string?)refused["message"]);
    }

    [Fact]
    public async Task A_service_account_token_dies_with_its_account()
    {
        await using var server = await RunningServer.StartAsync();
        await server.CreateAsync("/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"robot"}}""");
        var issued = await server.CreateAsync("/api/v1/namespaces/default/serviceaccounts/robot/token", """{"spec":{"expirationSeconds":600}}""");
        using var robot = RunningServer.ClientOf(server.Server, (string)issued.Json["status"]!["token"]!);

        Assert.Equal(403, (await server.SendAsync(HttpMethod.Get, Bodies.Pods, by: robot)).Code);
        await server.DeleteAsync("/api/v1/namespaces/default/serviceaccounts/robot");
        Assert.Equal(401, (await server.SendAsync(HttpMethod.Get, Bodies.Pods, by: robot)).Code);
    }

    [Fact]
    public async Task An_access_review_answers_without_storing()
    {
        await using var server = await RunningServer.StartAsync();
        var review = await server.CreateAsync("/apis/authorization.k8s.io/v1/subjectaccessreviews", new JsonObject
        {
            ["spec"] = new JsonObject { ["user"] = "jane", ["resourceAttributes"] = new JsonObject { ["verb"] = "get", ["resource"] = "pods" } },
        }.ToJsonString());
        Assert.Equal((201, false), (review.Code, (bool)review.Json["status"]!["allowed"]!));
    }

    [Fact]
    public async Task Requests_are_counted_by_user_so_that_silence_can_be_proved()
    {
        await using var server = await RunningServer.StartAsync();
        await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"));
        await server.GetAsync(Bodies.ConfigMaps);
        Assert.Equal((1, 0), (server.Server.RequestCounts.Writes("admin"), server.Server.RequestCounts.Writes("jane")));
    }
}
