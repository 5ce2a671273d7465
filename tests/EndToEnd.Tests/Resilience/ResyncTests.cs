using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Metrics;
using InferOps.LocalCluster.Client;
using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Resilience;

/// <summary>Looking at an unchanged fleet again costs the API server nothing but the reads. The API server counts.</summary>
public sealed class ResyncTests(ResilienceSandbox resilience, ITestOutputHelper output) : IClassFixture<ResilienceSandbox>
{
    private const int Fleet = 200;

    /// <summary>Looks without a write, one after the other, that are taken for rest.</summary>
    private const int QuietLooks = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly SandboxEnvironment _sandbox = resilience.Environment;

    [Fact]
    public async Task A_resync_of_two_hundred_unchanged_services_writes_nothing()
    {
        foreach (var chunk in Enumerable.Range(0, Fleet).Chunk(10)) await Task.WhenAll(chunk.Select(number => _sandbox.CreateAsync(Service(number))));
        await RestAsync();

        var (reads, before) = (Reads(), WritesByKind());
        await _sandbox.KillOperatorAsync();
        _sandbox.StartOperator();
        // KubeOps reads each object right before it hands it over: that many reads, that many reconciles.
        await Eventually.SeeAsync(() => Task.FromResult(Reads() - reads), count => count >= 2 * Fleet, Patience);
        await RestAsync();

        var written = WritesByKind().Except(before).Select(entry => $"{entry.Key}: {entry.Value - before.GetValueOrDefault(entry.Key)}").ToList();
        output.WriteLine($"{Reads() - reads} reconciles, {written.Count} kinds of writes");
        Assert.Empty(written);

        // The counter counts: one change is seen.
        await _sandbox.ChangeAsync("fleet-0", SleeperFleet.Scaled(2));
        await Eventually.SeeAsync(() => Task.FromResult(WritesByKind().Except(before).Count()), count => count > 0);
    }

    /// <summary>A third waits for nodes, a third has no pool, a third is suspended: none of them runs a process, all of them are reconciled.</summary>
    private static JsonObject Service(int number) => (number % 3) switch
    {
        0 => SleeperFleet.Service($"fleet-{number}", 1, "ondemand"),
        1 => SleeperFleet.Service($"fleet-{number}", 1, "nowhere"),
        _ => SleeperFleet.Service($"fleet-{number}", 1, suspend: true),
    };

    /// <summary>Every service has a status about its spec, and for a while nobody has written anything.</summary>
    private async Task RestAsync()
    {
        await Eventually.SeeAsync(
            async () => (await _sandbox.ListAsync(ClusterReading.Services)).Count(service => service.Generation == service.Whole("status", "observedGeneration")),
            count => count == Fleet, Patience);
        var (quiet, before) = (0, -1L);
        await Eventually.SeeAsync(
            () =>
            {
                var writes = WritesByKind().Values.Sum();
                (quiet, before) = (writes == before ? quiet + 1 : 0, writes);
                return Task.FromResult(quiet);
            },
            looks => looks >= QuietLooks, Patience);
    }

    private long Reads() => Counts().Where(entry => entry.Key is { Verb: "get", Resource: "inferenceservices" }).Sum(entry => entry.Value);

    /// <summary>The leader renews its lease for as long as it lives; that is the only write that may happen.</summary>
    private Dictionary<string, long> WritesByKind() => Counts()
        .Where(entry => entry.Key.IsWrite && entry.Key.Resource != "leases")
        .ToDictionary(entry => $"{entry.Key.Verb} {entry.Key.Resource} ({entry.Key.Code})", entry => entry.Value);

    private IEnumerable<KeyValuePair<RequestKind, long>> Counts() =>
        _sandbox.Cluster.ApiServer!.RequestCounts.Snapshot().Where(entry => entry.Key.User == SandboxEnvironment.OperatorUser);
}
