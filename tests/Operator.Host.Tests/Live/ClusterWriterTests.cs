using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Host.Live;
using InferOps.Operator.Reconciliation;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferOps.Operator.Host.Tests.Live;

/// <summary>Writes, and what becomes of refusals.</summary>
public sealed class ClusterWriterTests
{
    private static CancellationToken Cancellation => LiveCluster.Cancellation;

    [Fact]
    public async Task What_is_applied_is_there_under_our_name_and_what_is_deleted_is_not()
    {
        await using var cluster = await LiveCluster.StartAsync();
        var writer = Writer(cluster.Client);
        await writer.ApplyAsync(Account("reciter"), Cancellation);
        var made = await cluster.Admin.GetAsync<LiveServiceAccount>("reciter", "default", Cancellation);
        Assert.Equal(("inferops", "Apply"), made!.Metadata.ManagedFields.Select(entry => (entry.Manager, entry.Operation)).Single());

        var live = new LiveManifest(ManifestKey.Of(Account("reciter")), Account("reciter"));
        await writer.DeleteAsync(live, Cancellation);
        await writer.DeleteAsync(live, Cancellation);
        Assert.Null(await cluster.Admin.GetAsync<LiveServiceAccount>("reciter", "default", Cancellation));
    }

    [Fact]
    public async Task What_is_forbidden_or_malformed_is_refused_in_the_servers_words()
    {
        await using var cluster = await LiveCluster.StartAsync();
        using var nobody = cluster.ClientOf("nobody");
        var forbidden = await Assert.ThrowsAsync<ClusterRefusedException>(() => Writer(nobody).ApplyAsync(Account("reciter"), Cancellation));
        Assert.Equal(403, forbidden.StatusCode);
        Assert.Contains("nobody", forbidden.Message, StringComparison.Ordinal);

        var malformed = Account("reciter");
        malformed["metadata"]!["labels"] = new JsonObject { ["a"] = "no label!" };
        Assert.Equal(422, (await Assert.ThrowsAsync<ClusterRefusedException>(() => Writer(cluster.Client).ApplyAsync(malformed, Cancellation))).StatusCode);
    }

    [Fact]
    public async Task A_status_of_what_is_gone_needs_no_writing()
    {
        await using var cluster = await LiveCluster.StartAsync();
        Assert.Null(await Writer(cluster.Client).WriteStatusAsync(new("inferops.dev/v1alpha1", "InferenceService", "default", "gone"), new() { ["replicas"] = 1 }, Cancellation));
    }

    [Fact]
    public async Task A_server_that_is_away_is_no_refusal_and_is_tried_again()
    {
        await using var cluster = await LiveCluster.StartAsync();
        cluster.CutWire();
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Writer(cluster.Client).ApplyAsync(Account("reciter"), Cancellation));
        Assert.IsNotType<ClusterRefusedException>(failure);
        cluster.MendWire();
        await Writer(cluster.Client).ApplyAsync(Account("reciter"), Cancellation);
    }

    [Fact]
    public async Task A_pod_that_has_gone_is_not_made_anew_by_an_annotation()
    {
        await using var cluster = await LiveCluster.StartAsync();
        await Writer(cluster.Client).AnnotatePodAsync(new("default", "gone"), "a", "1", Cancellation);
        Assert.Null(await cluster.Admin.GetAsync<LivePod>("gone", "default", Cancellation));
    }

    [Fact]
    public async Task A_condition_of_a_pod_stands_beside_those_of_its_node()
    {
        await using var cluster = await LiveCluster.StartAsync();
        var (writer, pod) = (Writer(cluster.Client), new ObjectKey("default", "reciter-1"));
        await writer.ApplyAsync(Pod(pod.Name), Cancellation);
        await cluster.Admin.ApiClient.CoreV1.PatchNamespacedPodStatusAsync(
            new("""{"status":{"conditions":[{"type":"Initialized","status":"False"}]}}""", V1Patch.PatchType.StrategicMergePatch), pod.Name, pod.Namespace, cancellationToken: Cancellation);

        await writer.WritePodConditionAsync(pod, new(false, "Pulling", "1 %", Turned: true), Cancellation);
        var began = await ShownAsync(cluster, pod);
        await writer.WritePodConditionAsync(pod, new(false, "Pulling", "42 %", Turned: false), Cancellation);
        var shown = await ShownAsync(cluster, pod);

        Assert.Equal(("Initialized", "ModelPulled"), (shown[0].Type, shown[1].Type));
        Assert.Equal(("False", "Pulling", "42 %"), (shown[1].Status, shown[1].Reason, shown[1].Message));
        Assert.Equal(began[1].LastTransitionTime, shown[1].LastTransitionTime);
        await writer.WritePodConditionAsync(new("default", "gone"), new(true, "Pulled", "", Turned: true), Cancellation);
    }

    [Fact]
    public async Task A_lost_event_undoes_nothing()
    {
        var writer = new ClusterWriter(null!, (_, _, _, _, _) => throw new HttpOperationException("full"), TimeProvider.System, NullLogger<ClusterWriter>.Instance);
        await writer.PublishAsync(new() { Metadata = new() { Name = "reciter" } }, new("Placed", "Placed.", Warning: false), Cancellation);
        await writer.PublishAsync(null, new("Placed", "Placed.", Warning: false), Cancellation);
    }

    private static ClusterWriter Writer(KubeOps.KubernetesClient.IKubernetesClient client) =>
        new(client, (_, _, _, _, _) => Task.CompletedTask, TimeProvider.System, NullLogger<ClusterWriter>.Instance);

    private static async Task<IList<V1PodCondition>> ShownAsync(LiveCluster cluster, ObjectKey pod) =>
        (await cluster.Admin.GetAsync<V1Pod>(pod.Name, pod.Namespace, Cancellation))!.Status.Conditions;

    private static JsonObject Pod(string name) => new()
    {
        ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "engine", ["image"] = "e:1" }) },
    };

    private static JsonObject Account(string name) => new()
    {
        ["apiVersion"] = "v1", ["kind"] = "ServiceAccount", ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default", ["labels"] = new JsonObject { ["inferops.dev/service"] = name } },
    };
}
