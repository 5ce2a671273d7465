using InferOps.LocalCluster.Client;
using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Resilience;

/// <summary>An operator that dies at any moment leaves nothing behind that the next one does not finish.</summary>
public sealed class KillTests(ResilienceSandbox resilience, ITestOutputHelper output) : IClassFixture<ResilienceSandbox>
{
    private const int Seed = 20_260;
    private const int Rounds = 20;
    private const int MostReplicas = 3;
    private static readonly string[] Names = ["a", "b", "c"];
    private readonly SandboxEnvironment _sandbox = resilience.Environment;

    [Fact]
    public async Task Converges_after_each_of_twenty_kills_at_random_moments()
    {
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        var expected = new Expectation(_sandbox);
        for (var round = 0; round < Rounds; round++)
        {
            for (var change = 0; change < 2; change++) await ChangeAsync(expected.Replicas, random);
            // Not a wait for anything: the random moment at which it dies.
            await Task.Delay(random.Next(700), TestContext.Current.CancellationToken);
            await _sandbox.KillOperatorAsync();
            if (random.Next(2) == 0) await ChangeAsync(expected.Replicas, random);
            _sandbox.StartOperator();
            await ConvergeAsync(expected, round);
        }
        foreach (var name in expected.Replicas.Keys.ToList()) await DeleteAsync(expected.Replicas, name);
        await ConvergeAsync(expected, Rounds);
    }

    private static Task ConvergeAsync(Expectation expected, int round) => Eventually.SeeAsync(
        async () => await expected.DifferencesAsync() is { Length: > 0 } differences ? $"round {round}: {differences}" : "", differences => differences.Length == 0);

    private async Task ChangeAsync(IDictionary<string, int> replicas, Random random)
    {
        var name = Names[random.Next(Names.Length)];
        if (!replicas.ContainsKey(name)) await _sandbox.CreateAsync(SleeperFleet.Service(name, replicas[name] = 1 + random.Next(MostReplicas)));
        else if (random.Next(3) == 0) await DeleteAsync(replicas, name);
        else await _sandbox.ChangeAsync(name, SleeperFleet.Scaled(replicas[name] = random.Next(MostReplicas + 1)));
    }

    private async Task DeleteAsync(IDictionary<string, int> replicas, string name)
    {
        replicas.Remove(name);
        await _sandbox.Cluster.Client.DeleteAsync(ClusterReading.Services, "default", name, DeleteOptions.Default, TestContext.Current.CancellationToken);
    }
}
