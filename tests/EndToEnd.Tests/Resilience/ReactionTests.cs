using System.Diagnostics;
using InferOps.LocalCluster.Client;
using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Resilience;

/// <summary>How soon the cluster shows what was asked for. The goal is a second; the limit leaves room for a machine that does other things too.</summary>
public sealed class ReactionTests(ResilienceSandbox resilience, ITestOutputHelper output) : IClassFixture<ResilienceSandbox>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private readonly SandboxEnvironment _sandbox = resilience.Environment;

    [Fact]
    public async Task A_new_service_and_a_change_of_scale_show_in_its_deployment_at_once()
    {
        // The first one pays for the start of the operator and for code that runs for the first time.
        await _sandbox.CreateAsync(SleeperFleet.Service("first", 1));
        await ReplicasAsync("first", 1, Eventually.Patience);

        var created = await MeasureAsync(() => _sandbox.CreateAsync(SleeperFleet.Service("prompt", 1)), replicas: 1);
        var grown = await MeasureAsync(() => _sandbox.ChangeAsync("prompt", SleeperFleet.Scaled(3)), replicas: 3);
        var shrunk = await MeasureAsync(() => _sandbox.ChangeAsync("prompt", SleeperFleet.Scaled(1)), replicas: 1);

        output.WriteLine($"Deployment after creation: {created.TotalMilliseconds:0} ms; after scaling up: {grown.TotalMilliseconds:0} ms; after scaling down: {shrunk.TotalMilliseconds:0} ms");
    }

    private async Task<TimeSpan> MeasureAsync(Func<Task> change, int replicas)
    {
        await change();
        var clock = Stopwatch.StartNew();
        await ReplicasAsync("prompt", replicas, Limit);
        return clock.Elapsed;
    }

    private async Task ReplicasAsync(string service, int replicas, TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        while ((await _sandbox.FindAsync(Resource.Deployments, $"{service}-metal")).Whole("spec", "replicas") != replicas)
        {
            Assert.True(clock.Elapsed < patience, $"Deployment {service}-metal has not got {replicas} replicas within {patience.TotalSeconds} s.");
            await Task.Delay(Glance, TestContext.Current.CancellationToken);
        }
    }
}
