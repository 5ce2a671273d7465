using System.Text.Json.Nodes;
using InferOps.Sandbox;
using InferOps.Sandbox.Load;

namespace InferOps.EndToEnd.Tests.Serving;

/// <summary>Replicas come and go under load, and no stream breaks off.</summary>
[Collection(nameof(ServingCollection))]
public sealed class NoDroppedStreamsTests(ServingSandbox serving)
{
    private const string Replicas = "inferops.dev/service=reciter,inferops.dev/component=replica";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scaling_down_restarting_and_changing_the_spec_drop_no_stream()
    {
        await serving.PatchAsync("""{"spec": {"scaling": {"mode": "Off", "replicas": 3}}}""");
        await SettledAsync(pods => pods.Count == 3);
        // Less than a busy machine still answers, so that nothing is refused for want of room.
        await using var load = new LoadGenerator(serving.Endpoint, Quickstart.Name, TimeProvider.System) { MaxTokens = 24 };
        load.SetRate(1.5);
        await AnsweredAsync(load, 5);

        await serving.Sandbox.Kubectl.RunAsync(["scale", "infsvc", Quickstart.Name, "--replicas=2"], cancellationToken: Cancelled);
        var before = await SettledAsync(pods => pods.Count == 2);
        await AnsweredAsync(load, 5);

        await serving.Sandbox.Kubectl.RunAsync(["rollout", "restart", "deployment", "-l", "inferops.dev/service=reciter"], cancellationToken: Cancelled);
        var restarted = await SettledAsync(pods => pods.Count == 2 && !pods.Overlaps(before));
        await AnsweredAsync(load, 5);

        await serving.PatchAsync("""{"spec": {"engine": {"contextTokens": 1024}}}""");
        await SettledAsync(pods => pods.Count == 2 && !pods.Overlaps(restarted));
        await AnsweredAsync(load, 5);

        load.SetRate(0);
        await Eventually.SeeAsync(() => Task.FromResult(load.InFlight), inFlight => inFlight == 0);
        Assert.Empty(load.Failures);
        await serving.PatchAsync("""{"spec": {"scaling": {"mode": null, "replicas": null}, "engine": {"contextTokens": 2048}}}""");
    }

    /// <summary>Waits until the service's pods are as wanted, all of them ready and none on its way out.</summary>
    private Task<HashSet<string>> SettledAsync(Func<HashSet<string>, bool> wanted) => Eventually.SeeAsync(
        async () =>
        {
            var pods = await serving.Sandbox.Kubectl.ListAsync("pods", ["-l", Replicas], Cancelled);
            return pods.All(Serves) ? pods.Select(pod => (string)pod["metadata"]!["name"]!).ToHashSet() : [];
        }, wanted);

    private static bool Serves(JsonObject pod) =>
        pod["metadata"]!["deletionTimestamp"] is null && (pod["status"]?["conditions"] as JsonArray ?? []).Any(condition => (string?)condition!["type"] == "Ready" && (string?)condition["status"] == "True");

    private static Task<long> AnsweredAsync(LoadGenerator load, int more)
    {
        var enough = load.Completed + more;
        return Eventually.SeeAsync(() => Task.FromResult(load.Completed), completed => completed >= enough);
    }
}
