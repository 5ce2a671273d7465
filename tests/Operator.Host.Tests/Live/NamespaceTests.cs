using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Metrics;
using InferOps.Operator.Host.Commands;
using InferOps.Operator.Host.Entities;
using InferOps.Operator.Host.Live;
using InferOps.Operator.Host.Tests.Fakes;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferOps.Operator.Host.Tests.Live;

/// <summary>An operator of two namespaces sees both, asks for neither more nor all, and is refused nothing.</summary>
public sealed class NamespaceTests
{
    private const string User = "two-namespaces";
    private static readonly WatchedNamespaces Two = new(["team-a", "team-b"]);

    private static CancellationToken Cancellation => LiveCluster.Cancellation;

    [Fact]
    public async Task The_cache_joins_what_the_namespaces_hold_and_forgets_only_where_it_lists()
    {
        await using var cluster = await StartAsync();
        await ServeAsync(cluster, "team-a", "one");
        await ServeAsync(cluster, "team-b", "two");
        using var client = cluster.ClientOf(User);
        using var cache = new WatchCache<V1Alpha1InferenceService, string>(
            client, new() { Scopes = Two.Scopes, Time = TimeProvider.System, Project = service => (EntityProjection.KeyOf(service), null, service.Metadata.Name) }, NullLogger.Instance);
        await cache.StartAsync(Cancellation);
        await cache.Synced.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.Equal(["one", "two"], cache.Snapshot.Items.Values.Order());

        await ServeAsync(cluster, "team-a", "three");
        await ServeAsync(cluster, "elsewhere", "four");
        await cluster.Admin.DeleteAsync<V1Alpha1InferenceService>("two", "team-b", Cancellation);
        await LiveCluster.UntilAsync(() => cache.Snapshot.Items.Values.Order().SequenceEqual(["one", "three"]), "both namespaces are followed");
        await cache.StopAsync(CancellationToken.None);
        Assert.Empty(Refused(cluster));
    }

    [Fact]
    public async Task KubeOps_may_ask_for_all_and_gets_the_permitted_ones()
    {
        await using var cluster = await StartAsync();
        await ServeAsync(cluster, "team-a", "one");
        await ServeAsync(cluster, "team-b", "two");
        await ServeAsync(cluster, "elsewhere", "three");
        using var direct = cluster.ClientOf(User);
        var client = ScopedClient.Over(direct, Two);
        Assert.Equal(["one", "two"], (await client.ListAsync<V1Alpha1InferenceService>(cancellationToken: Cancellation)).Select(service => service.Metadata.Name).Order());

        var seen = new List<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var (type, service) in client.WatchAsync<V1Alpha1InferenceService>(cancellationToken: stop.Token).WithCancellation(stop.Token))
            {
                seen.Add($"{type} {service.Metadata.Name}");
                if (seen.Count == 2) await ServeAsync(cluster, "team-b", "four");
                if (seen.Count == 3) await stop.CancelAsync();
            }
        });
        Assert.Equal(["Added four", "Added one", "Added two"], seen.Order());
        // Everything else is asked as it always was, errors included.
        Assert.Equal("one", (await client.GetAsync<V1Alpha1InferenceService>("one", "team-a", Cancellation))!.Metadata.Name);
        Assert.Empty(Refused(cluster));
        await Assert.ThrowsAsync<k8s.Autorest.HttpOperationException>(() => client.ListAsync<V1Alpha1ComputePool>(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_watch_of_one_namespace_that_breaks_ends_the_joint_one()
    {
        await using var cluster = await StartAsync();
        using var direct = cluster.ClientOf(User);
        var client = ScopedClient.Over(direct, new(["team-a", "elsewhere"]));
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var change in client.WatchAsync<V1Alpha1InferenceService>(cancellationToken: Cancellation)) Assert.Fail($"Nothing is there to see: {change}");
        });
    }

    [Fact]
    public async Task Who_may_look_everywhere_is_not_wrapped()
    {
        await using var cluster = await LiveCluster.StartAsync();
        Assert.Same(cluster.Client, ScopedClient.Over(cluster.Client, new([])));
    }

    private static IEnumerable<RequestKind> Refused(LiveCluster cluster) => cluster.Server.RequestCounts.Snapshot().Keys.Where(kind => kind.User == User && kind.Code == 403);

    private static async Task<LiveCluster> StartAsync()
    {
        var cluster = await LiveCluster.StartAsync();
        using var definitions = new DefinitionFolder();
        Assert.Equal(0, await ApplyCrdsCommand.RunAsync(cluster.Admin, definitions.Path, TextWriter.Null, Cancellation));
        foreach (var name in Two.Names.Append("elsewhere")) await ApplyAsync<LiveNamespace>(cluster, new() { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } });
        await ApplyAsync<LiveClusterRole>(cluster, (JsonObject)JsonNode.Parse("""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"services"},
             "rules":[{"apiGroups":["inferops.dev"],"resources":["inferenceservices"],"verbs":["get","list","watch"]}]}
            """)!);
        foreach (var name in Two.Names)
        {
            await ApplyAsync<LiveRoleBinding>(cluster, (JsonObject)JsonNode.Parse($$$"""
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"services","namespace":"{{{name}}}"},
                 "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"services"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"{{{User}}}"}]}
                """)!);
        }
        return cluster;
    }

    private static Task ServeAsync(LiveCluster cluster, string space, string name) => ApplyAsync<V1Alpha1InferenceService>(cluster, (JsonObject)JsonNode.Parse($$$$"""
        {"apiVersion":"inferops.dev/v1alpha1","kind":"InferenceService","metadata":{"name":"{{{{name}}}}","namespace":"{{{{space}}}}"},"spec":{"model":{"uri":"file:///models/m.gguf"}}}
        """)!);

    private static Task ApplyAsync<T>(LiveCluster cluster, JsonObject manifest)
        where T : IKubernetesObject<V1ObjectMeta> => cluster.Admin.PatchAsync<T>(
            new V1Patch(manifest.ToJsonString(), V1Patch.PatchType.ApplyPatch), (string)manifest["metadata"]!["name"]!, (string?)manifest["metadata"]!["namespace"], "test", force: true,
            cancellationToken: Cancellation);

    [KubernetesEntity(ApiVersion = "v1", Kind = "Namespace", PluralName = "namespaces")]
    private sealed class LiveNamespace : LiveObject;

    [KubernetesEntity(Group = "rbac.authorization.k8s.io", ApiVersion = "v1", Kind = "ClusterRole", PluralName = "clusterroles")]
    private sealed class LiveClusterRole : LiveObject;

    [KubernetesEntity(Group = "rbac.authorization.k8s.io", ApiVersion = "v1", Kind = "RoleBinding", PluralName = "rolebindings")]
    private sealed class LiveRoleBinding : LiveObject;
}
