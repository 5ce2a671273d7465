using InferOps.Runtime.Bench.Arrivals;
using InferOps.Runtime.Bench.Load;
using InferOps.Runtime.Bench.Requests;
using InferOps.Runtime.Bench.Results;
using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Serving;

/// <summary>Thousands of short requests over connections that clients keep, while the replicas behind them are replaced again and again.</summary>
[Collection(nameof(ServingCollection))]
public sealed class ChurnTests(ServingSandbox serving, ITestOutputHelper output)
{
    private const int LeastRequests = 5_000;
    private const int RequestsAtATime = 1_000;
    private const int Rounds = 2;

    /// <summary>Fewer than one replica serves at once and lets wait, so that nobody is refused for want of room.</summary>
    private const int Clients = 8;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_request_of_five_thousand_fails_while_replicas_restart_and_go()
    {
        await serving.PatchAsync("""{"spec": {"scaling": {"mode": "Off", "replicas": 2}}}""");
        await ReplicaSet.SettledAsync(serving, pods => pods.Count == 2);

        var churn = ChurnAsync();
        var results = new List<RequestResult>();
        while (results.Count < LeastRequests || !churn.IsCompleted) results.AddRange((await LoadAsync(seed: results.Count)).Requests);
        await churn;

        var failed = results.Where(result => result.Outcome != Outcome.Completed).ToList();
        output.WriteLine($"{results.Count} requests, {failed.Count} failed, {Rounds} rounds of going up, restarting, and going down");
        Assert.Empty(failed.GroupBy(result => (result.Outcome, result.Status, result.Message)).Select(group => $"{group.Count()} × {group.Key}"));
        await serving.PatchAsync("""{"spec": {"scaling": {"mode": null, "replicas": null}}}""");
    }

    private Task<LoadReport> LoadAsync(int seed) => LoadRunner.RunAsync(
        new LoadPlan
        {
            Endpoint = serving.Endpoint,
            Mix = new RequestMix { Model = Quickstart.Name, PromptTokens = 8, OutputTokens = Lengths.Parse("1-6"), Seed = seed },
            Arrival = new Arrival.Closed(Clients),
            Requests = RequestsAtATime,
            KeepGaps = false,
        },
        TimeProvider.System, Cancelled);

    private async Task ChurnAsync()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await ScaleAsync(3);
            var before = await ReplicaSet.SettledAsync(serving, pods => pods.Count == 3);
            await serving.Sandbox.Kubectl.RunAsync(["rollout", "restart", "deployment", "-l", "inferops.dev/service=reciter"], cancellationToken: Cancelled);
            await ReplicaSet.SettledAsync(serving, pods => pods.Count == 3 && !pods.Overlaps(before));
            await ScaleAsync(1);
            await ReplicaSet.SettledAsync(serving, pods => pods.Count == 1);
        }
    }

    private Task ScaleAsync(int replicas) =>
        serving.Sandbox.Kubectl.RunAsync(["scale", "infsvc", Quickstart.Name, $"--replicas={replicas}"], cancellationToken: Cancelled);
}
