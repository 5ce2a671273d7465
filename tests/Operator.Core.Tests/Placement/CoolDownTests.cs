using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Tests.Placement;

public sealed class CoolDownTests
{
    private static readonly EffectivePool Cloud = EffectivePool.Resolve(Fleet.Cloud);
    private static readonly EffectivePool Home = EffectivePool.Resolve(Fleet.OnPremises);

    [Fact]
    public void A_replica_in_time_cools_nothing() => Assert.Empty(Next([], Pod("cloud", age: 449)));

    [Fact]
    public void A_late_replica_cools_its_pool_for_a_minute() =>
        Assert.Equal(
            new CoolDown("cloud", Fleet.Now.AddSeconds(60), "a replica was not ready 450 s after it was created (no node came)"),
            Assert.Single(Next([], Pod("cloud", age: 451) with { Unschedulable = "0/3 nodes" })));

    [Fact]
    public void At_home_no_node_is_made_so_stuck_is_known_early() =>
        Assert.Equal("the scheduler finds no node: 0/3 nodes", Assert.Single(Next([], Pod("onprem", age: 31) with { Unschedulable = "0/3 nodes" })).Cause);

    [Fact]
    public void Who_waits_for_GPUs_that_others_give_back_is_neither_stuck_nor_late() =>
        Assert.Empty(CoolDowns.Next(new() { Pools = [Home], Pods = [Pod("onprem", age: 301) with { Unschedulable = "0/3 nodes" }], Clearing = new HashSet<string> { "onprem" }, Now = Fleet.Now }));

    [Fact]
    public void Each_failure_doubles_the_pause_up_to_half_an_hour()
    {
        var pauses = new List<double>();
        IReadOnlyList<CoolDown> known = [];
        for (var now = Fleet.Now; pauses.Count < 7; now = known[0].Until)
        {
            known = CoolDowns.Next(new() { Previous = known, Pools = [Cloud], Pods = [Pod("cloud", age: 451)], Now = now });
            pauses.Add((known[0].Until - now).TotalSeconds);
        }
        Assert.Equal([60, 120, 240, 480, 960, 1800, 1800], pauses);
    }

    [Fact]
    public void Lasts_even_though_the_late_replica_is_taken_away() => Assert.Single(Next([new("cloud", Fleet.Now.AddSeconds(1), "late")]));

    [Fact]
    public void Remembers_failures_for_a_while_and_forgets_them_when_a_replica_starts()
    {
        CoolDown ended = new("cloud", Fleet.Now.AddSeconds(-1), "late", Failures: 3);
        Assert.Equal(3, Assert.Single(Next([ended])).Failures);
        Assert.Empty(Next([ended], Pod("cloud", age: 60) with { Ready = true, ReadyAt = Fleet.Now }));
        Assert.Empty(Next([ended with { Until = Fleet.Now.AddMinutes(-31) }]));
    }

    [Theory]
    [InlineData("pods \"me-cloud-7d9f-x2k4l\" is forbidden: exceeded quota: gpus, requested: requests.nvidia.com/gpu=1", "the API server creates no pod, exceeded quota: gpus, requested: requests.nvidia.com/gpu=1")]
    [InlineData("pods \"me-cloud-7d9f-x2k4l\" is forbidden: violates PodSecurity", null)]
    [InlineData(null, null)]
    public void A_pool_whose_pods_a_quota_refuses_is_left_alone_longer_each_time(string? refusal, string? cause)
    {
        var deployment = new ObservedDeployment
        {
            Name = "me-cloud", Pool = "cloud", DesiredReplicas = 2, Replicas = 1, UpdatedReplicas = 1, ReadyReplicas = 1, RolloutInProgress = false, ReplicaFailure = refusal,
        };
        IReadOnlyList<CoolDown> Then(IReadOnlyList<CoolDown> previous, double seconds) =>
            CoolDowns.Next(new() { Previous = previous, Deployments = [deployment], Pools = [Cloud, Home], Now = Fleet.Now.AddSeconds(seconds) });
        var first = Then([], 0);
        Assert.Equal(cause is null ? [] : [("cloud", PlacementReasons.QuotaExceeded, cause)], first.Select(one => (one.Pool, one.Reason, one.Cause)));
        if (cause is null) return;
        Assert.Equal(first, Then(first, 59));
        Assert.Equal(Fleet.Now.AddSeconds(180), Assert.Single(Then(first, 60)).Until);
    }

    private static IReadOnlyList<CoolDown> Next(IReadOnlyList<CoolDown> previous, params ObservedPod[] pods) =>
        CoolDowns.Next(new() { Previous = previous, Pods = pods, Pools = [Cloud, Home], Now = Fleet.Now });

    private static ObservedPod Pod(string pool, int age) => new() { Name = "p", Pool = pool, CreatedAt = Fleet.Now.AddSeconds(-age) };
}
