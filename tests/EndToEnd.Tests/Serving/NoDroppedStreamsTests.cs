using InferOps.Sandbox;
using InferOps.Sandbox.Load;

namespace InferOps.EndToEnd.Tests.Serving;

/// <summary>Replicas come and go under load, and no stream breaks off.</summary>
[Collection(nameof(ServingCollection))]
public sealed class NoDroppedStreamsTests(ServingSandbox serving)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scaling_down_restarting_and_changing_the_spec_drop_no_stream()
    {
        await serving.PatchAsync("""{"spec": {"scaling": {"mode": "Off", "replicas": 3}}}""");
        await ReplicaSet.SettledAsync(serving, pods => pods.Count == 3);
        // Less than a busy machine still answers, so that nothing is refused for want of room.
        await using var load = new LoadGenerator(serving.Endpoint, Quickstart.Name, TimeProvider.System) { MaxTokens = 24 };
        load.SetRate(1.5);
        await AnsweredAsync(load, 5);

        await serving.Sandbox.Kubectl.RunAsync(["scale", "infsvc", Quickstart.Name, "--replicas=2"], cancellationToken: Cancelled);
        var before = await ReplicaSet.SettledAsync(serving, pods => pods.Count == 2);
        await AnsweredAsync(load, 5);

        await serving.Sandbox.Kubectl.RunAsync(["rollout", "restart", "deployment", "-l", "inferops.dev/service=reciter"], cancellationToken: Cancelled);
        var restarted = await ReplicaSet.SettledAsync(serving, pods => pods.Count == 2 && !pods.Overlaps(before));
        await AnsweredAsync(load, 5);

        await serving.PatchAsync("""{"spec": {"engine": {"contextTokens": 1024}}}""");
        await ReplicaSet.SettledAsync(serving, pods => pods.Count == 2 && !pods.Overlaps(restarted));
        await AnsweredAsync(load, 5);

        load.SetRate(0);
        await Eventually.SeeAsync(() => Task.FromResult(load.InFlight), inFlight => inFlight == 0);
        Assert.Empty(load.Failures);
        await serving.PatchAsync("""{"spec": {"scaling": {"mode": null, "replicas": null}, "engine": {"contextTokens": 2048}}}""");
    }

    private static Task<long> AnsweredAsync(LoadGenerator load, int more)
    {
        var enough = load.Completed + more;
        return Eventually.SeeAsync(() => Task.FromResult(load.Completed), completed => completed >= enough);
    }
}
