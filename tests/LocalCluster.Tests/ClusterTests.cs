using System.Diagnostics;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet;

namespace InferOps.LocalCluster.Tests;

/// <summary>The whole cluster, through its API alone.</summary>
public sealed class ClusterTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private static ClusterOptions Options => new()
    {
        Kubelet = new KubeletOptions
        {
            Root = Path.Combine(Path.GetTempPath(), $"cluster-test-{Guid.NewGuid():N}"),
            Nodes = [new NodeOptions { Name = "n1", Capacity = new Dictionary<string, string> { ["nvidia.com/gpu"] = "2" } }, new NodeOptions { Name = "n2" }],
            Images = [new ImageRule { Name = "shell", Command = ["/bin/sh", "-c"], Args = ["exec sleep 1000"] }],
            RestartBackOff = TimeSpan.FromMilliseconds(100),
        },
    };

    [Fact]
    public async Task A_deployment_rolls_out_and_goes_and_leaves_nothing()
    {
        var options = Options;
        await using (var cluster = await Cluster.StartAsync(options, Never))
        {
            await cluster.Client.CreateAsync(Resource.Deployments, Deployment(3), Never);
            await cluster.Client.CreateAsync(Resource.Services, Service(), Never);
            await cluster.EventuallyAsync(Resource.Deployments, "default/web", web => web.Whole("status", "availableReplicas") == 3);
            var pods = (await cluster.Client.ListAsync(Resource.Pods, "default", ListQuery.All, Never)).Items;
            Assert.Equal(3, pods.Select(pod => pod.Text("status", "podIP")).Distinct().Count());
            await cluster.EventuallyAsync(Resource.EndpointSlices, null, slice => slice.Objects("endpoints").Count() == 3);

            await cluster.Client.DeleteAsync(Resource.Deployments, "default", "web", new DeleteOptions { Propagation = "Foreground" }, Never);
            await cluster.EventuallyGoneAsync(Resource.Deployments, "default/web");
            Assert.DoesNotContain((await cluster.Client.ListAsync(Resource.Pods, "default", ListQuery.All, Never)).Items, pod => !pod.IsDeleting);
        }

        Assert.False(Directory.Exists(options.Kubelet.Root));
    }

    [Fact]
    public async Task What_a_container_says_reaches_its_status()
    {
        await using var cluster = await Cluster.StartAsync(Options, Never);
        await cluster.Client.CreateAsync(Resource.Pods, Pod("talker", "echo '{\\\"ok\\\":true}' > /dev/termination-log; exit 3", """, "restartPolicy": "Never" """), Never);
        var pod = await cluster.EventuallyAsync(Resource.Pods, "default/talker", pod => pod.Text("status", "phase") == "Failed");
        var ended = pod.Objects("status", "containerStatuses").Single().At("state", "terminated");
        Assert.Equal((3L, "Error", "{\"ok\":true}\n"), (ended.Whole("exitCode"), ended.Text("reason"), ended.Text("message")));
    }

    [Fact]
    public async Task A_container_reaches_a_service_by_its_name()
    {
        await using var cluster = await Cluster.StartAsync(Options, Never);
        var service = await cluster.Client.CreateAsync(Resource.Services, Service(), Never);
        await cluster.Client.CreateAsync(Resource.Pods, Pod("asker", "echo http://web.default.svc:80 web.default.svc.cluster.local x.web.default.svc gone.default.svc > /dev/termination-log", """, "restartPolicy": "Never" """), Never);
        var pod = await cluster.EventuallyAsync(Resource.Pods, "default/asker", pod => pod.Text("status", "phase") == "Succeeded");
        var address = service.Text("spec", "clusterIP");
        Assert.Equal($"http://{address}:80 {address} x.web.default.svc gone.default.svc\n", pod.Objects("status", "containerStatuses").Single().Text("state", "terminated", "message"));
    }

    [Fact]
    public async Task A_pod_that_finds_no_GPU_says_so_and_starts_when_one_is_free()
    {
        await using var cluster = await Cluster.StartAsync(Options, Never);
        const string gpus = """, "resources": {"limits": {"nvidia.com/gpu": "2"}} """;
        await cluster.Client.CreateAsync(Resource.Pods, Pod("first", "exec sleep 1000", "", gpus), Never);
        await cluster.EventuallyAsync(Resource.Pods, "default/first", PodFacts.IsReady);
        await cluster.Client.CreateAsync(Resource.Pods, Pod("second", "exec sleep 1000", "", gpus), Never);
        var waiting = await cluster.EventuallyAsync(Resource.Pods, "default/second", pod => pod.Condition("PodScheduled") is not null);
        Assert.Contains("2 Insufficient nvidia.com/gpu", waiting.Condition("PodScheduled").Text("message"));

        await cluster.Client.DeleteAsync(Resource.Pods, "default", "first", DeleteOptions.Default, Never);
        await cluster.EventuallyAsync(Resource.Pods, "default/second", PodFacts.IsReady);
    }

    [Fact]
    public async Task A_crashing_container_backs_off_and_a_missing_secret_is_waited_for()
    {
        await using var cluster = await Cluster.StartAsync(Options, Never);
        await cluster.Client.CreateAsync(Resource.Pods, Pod("crash", "exit 1"), Never);
        await cluster.EventuallyAsync(Resource.Pods, "default/crash", pod => pod.Objects("status", "containerStatuses").Any(status =>
            status.Whole("restartCount") >= 2 && status.Text("state", "waiting", "reason") == "CrashLoopBackOff"));

        const string env = """, "env": [{"name": "KEY", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}] """;
        await cluster.Client.CreateAsync(Resource.Pods, Pod("keyed", "test \\\"$KEY\\\" = v && exec sleep 1000", "", env), Never);
        var waiting = await cluster.EventuallyAsync(Resource.Pods, "default/keyed", pod =>
            pod.Objects("status", "containerStatuses").Any(status => status.Text("state", "waiting", "reason") == "CreateContainerConfigError"));
        Assert.Equal("secret \"s\" not found", waiting.Objects("status", "containerStatuses").Single().Text("state", "waiting", "message"));
        await cluster.Client.CreateAsync(Resource.Secrets, JsonNode.Parse("""{"metadata": {"name": "s", "namespace": "default"}, "stringData": {"k": "v"}}""")!.AsObject(), Never);
        await cluster.EventuallyAsync(Resource.Pods, "default/keyed", PodFacts.IsReady);
    }

    [Fact]
    public async Task A_graceful_end_runs_the_hook_sends_TERM_and_kills_only_after_the_grace_period()
    {
        await using var cluster = await Cluster.StartAsync(Options, Never);
        const string stubborn = """, "terminationGracePeriodSeconds": 1 """;
        await cluster.Client.CreateAsync(Resource.Pods, Pod("polite", "trap 'exit 0' TERM; while :; do sleep 0.05; done"), Never);
        await cluster.Client.CreateAsync(Resource.Pods, Pod("stubborn", "trap '' TERM; while :; do sleep 0.05; done", stubborn), Never);
        foreach (var name in (string[])["polite", "stubborn"])
        {
            await cluster.EventuallyAsync(Resource.Pods, $"default/{name}", PodFacts.IsReady);
            var watch = Stopwatch.StartNew();
            await cluster.Client.DeleteAsync(Resource.Pods, "default", name, DeleteOptions.Default, Never);
            await cluster.EventuallyGoneAsync(Resource.Pods, $"default/{name}");
            if (name == "stubborn") Assert.True(watch.Elapsed > TimeSpan.FromSeconds(0.9), "killed before its time");
        }
    }

    private static JsonObject Pod(string name, string script, string spec = "", string container = "") => JsonNode.Parse($$"""
        {
          "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "{{name}}", "namespace": "default"},
          "spec": {"containers": [{"name": "c", "image": "shell", "args": ["{{script}}"] {{container}} }] {{spec}} }
        }
        """)!.AsObject();

    private static JsonObject Service() => JsonNode.Parse("""
        {
          "apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "default"},
          "spec": {"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": 8080}]}
        }
        """)!.AsObject();

    private static JsonObject Deployment(int replicas) => JsonNode.Parse($$"""
        {
          "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "default"},
          "spec": {
            "replicas": {{replicas}}, "selector": {"matchLabels": {"app": "web"} },
            "template": {"metadata": {"labels": {"app": "web"} }, "spec": {"containers": [{"name": "c", "image": "shell:v1"}]} }
          }
        }
        """)!.AsObject();
}
