using System.Text.Json.Nodes;
using k8s.LeaderElection;
using k8s.LeaderElection.ResourceLock;

namespace InferOps.StandIns.Tests.Kubernetes;

public sealed class LeaderElectionTests : IAsyncLifetime
{
    private const string Lease = "/apis/coordination.k8s.io/v1/namespaces/default/leases/op-leader";

    private readonly ObjectStore store = new();
    private readonly CancellationTokenSource ending = new();
    private readonly List<IDisposable> clients = [];
    private FakeApiServer server = null!;

    public async ValueTask InitializeAsync() => server = await FakeApiServer.StartAsync(store.AnswerAsync);

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        clients.ForEach(client => client.Dispose());
        await server.DisposeAsync();
        ending.Dispose();
    }

    [Fact]
    public async Task Of_two_candidates_one_leads_and_the_other_knows_who()
    {
        var (a, b) = (Candidate("a"), Candidate("b"));
        _ = a.RunUntilLeadershipLostAsync(ending.Token);
        await Eventually.TrueAsync(a.IsLeader, "a leads");
        _ = b.RunUntilLeadershipLostAsync(ending.Token);
        await Eventually.TrueAsync(() => b.GetLeader() == "a", "b sees a");

        Assert.False(b.IsLeader());
        Assert.True(a.IsLeader());
    }

    [Fact]
    public async Task A_released_lease_changes_hands_long_before_it_expires()
    {
        var (a, b) = (Candidate("a", leaseSeconds: 600), Candidate("b", leaseSeconds: 600));
        using var stopA = new CancellationTokenSource();
        var running = a.RunAndTryToHoldLeadershipForeverAsync(stopA.Token);
        await Eventually.TrueAsync(a.IsLeader, "a leads");
        _ = b.RunUntilLeadershipLostAsync(ending.Token);
        await stopA.CancelAsync();
        await running;
        Assert.False(a.IsLeader());

        await a.ReleaseAsync(default);

        await Eventually.TrueAsync(b.IsLeader, "b leads");
        Assert.Equal(1, store.Objects[Lease]["spec"]!["leaseTransitions"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_abandoned_lease_is_taken_over_only_after_it_expired()
    {
        store.Put(Lease, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "op-leader" },
            ["spec"] = new JsonObject { ["holderIdentity"] = "dead", ["leaseDurationSeconds"] = 1, ["renewTime"] = "2020-01-01T00:00:00.000000Z" },
        });
        var time = new VirtualTime();
        var b = Candidate("b", leaseSeconds: 15, time: time);
        _ = b.RunUntilLeadershipLostAsync(ending.Token);
        await Eventually.TrueAsync(() => b.GetLeader() == "dead", "b sees the old holder");

        // However old the record looks on our clock: fifteen seconds from when we saw it.
        await AdvanceAsync(time, seconds: 10);
        Assert.False(b.IsLeader());
        await AdvanceAsync(time, seconds: 10);
        await Eventually.TrueAsync(b.IsLeader, "b leads");
    }

    [Fact]
    public async Task A_leader_whose_lease_was_taken_stops_leading_at_once()
    {
        var a = Candidate("a");
        var stopped = 0;
        a.OnStoppedLeading += () => Interlocked.Increment(ref stopped);
        var running = a.RunUntilLeadershipLostAsync(ending.Token);
        await Eventually.TrueAsync(a.IsLeader, "a leads");

        var taken = (JsonObject)store.Objects[Lease].DeepClone();
        taken["spec"]!["holderIdentity"] = "usurper";
        store.Put(Lease, taken);

        await running.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, stopped);
        Assert.False(a.IsLeader());
    }

    [Fact]
    public async Task A_leader_that_cannot_renew_stops_leading_after_the_deadline()
    {
        var a = Candidate("a");
        var errors = 0;
        a.OnError += _ => Interlocked.Increment(ref errors);
        var running = a.RunUntilLeadershipLostAsync(ending.Token);
        await Eventually.TrueAsync(a.IsLeader, "a leads");

        store.IsDown = true;

        await running.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(a.IsLeader());
        Assert.True(errors > 0);
    }

    /// <summary>In steps, so that every retry that falls due in between is taken.</summary>
    private static async Task AdvanceAsync(VirtualTime time, int seconds)
    {
        for (var i = 0; i < seconds * 4; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(2);
        }
    }

    private LeaderElector Candidate(string identity, double leaseSeconds = 1, TimeProvider? time = null)
    {
        var client = new k8s.Kubernetes(server.Configuration);
        clients.Add(client);
        var config = new LeaderElectionConfig(new LeaseLock(client, "default", "op-leader", identity))
        {
            LeaseDuration = TimeSpan.FromSeconds(leaseSeconds),
            RenewDeadline = TimeSpan.FromSeconds(0.5),
            RetryPeriod = TimeSpan.FromSeconds(0.05),
        };
        return new LeaderElector(config, time ?? TimeProvider.System);
    }
}
