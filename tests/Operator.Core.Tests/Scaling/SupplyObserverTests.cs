using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Scaling;

public sealed class SupplyObserverTests
{
    private static readonly DateTimeOffset Noon = Scene.Noon;

    private static ObservedPod Pod(string pool, double ageSeconds, bool ready = false) => new()
    {
        Name = $"{pool}-{ageSeconds}",
        Pool = pool,
        CreatedAt = Noon.AddSeconds(-ageSeconds),
        Ready = ready,
        ReadyAt = ready ? Noon.AddSeconds(-ageSeconds / 2) : null,
    };

    private static ObservedDeployment Deployment(string pool, int replicas) => new()
    {
        Name = pool,
        Pool = pool,
        DesiredReplicas = replicas,
        Replicas = replicas,
        UpdatedReplicas = replicas,
        ReadyReplicas = 0,
        RolloutInProgress = false,
    };

    private static readonly Dictionary<string, TimeSpan> LeadTimes = new() { ["home"] = TimeSpan.FromSeconds(60), ["cloud"] = TimeSpan.FromSeconds(300) };

    [Fact]
    public void Replicas_are_ready_pending_or_late_by_the_lead_time_of_their_pool()
    {
        List<ObservedPod> pods = [Pod("home", 1000, ready: true), Pod("home", 91), Pod("home", 89), Pod("cloud", 91), Pod("cloud", 1) with { Terminating = true }];
        var supply = SupplyObserver.Observe(6, [Deployment("home", 3), Deployment("cloud", 3)], pods, LeadTimes, Noon);
        // Pending: one of home, one of cloud, and two of cloud that have no pod yet.
        Assert.Equal((6, 1, 4, 1), (supply.Current, supply.Ready, supply.Pending, supply.Late));
        Assert.Equal(Noon.AddSeconds(-500), SupplyObserver.ReadySince(pods));
    }

    [Fact]
    public void Replicas_that_no_pool_took_are_not_on_their_way() =>
        Assert.Equal(0, SupplyObserver.Observe(8, [Deployment("home", 1)], [Pod("home", 10, ready: true)], LeadTimes, Noon).Pending);
}
