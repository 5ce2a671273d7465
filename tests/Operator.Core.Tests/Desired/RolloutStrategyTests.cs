using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Tests.Desired;

public sealed class RolloutStrategyTests
{
    public static TheoryData<string, int?, int?, int?, (int Surge, int Unavailable)> Pools => new()
    {
        { "with room, the new replica answers before the old one goes", 3, null, null, (1, 0) },
        { "on a full pool, the old replica gives its GPU to the new one", 2, null, null, (0, 1) },
        { "a pool that shrank counts as full", 1, null, null, (0, 1) },
        { "room that is not known is taken for granted", null, null, null, (1, 0) },
        { "what is declared holds on a full pool too", 2, 1, 0, (1, 0) },
        { "who allows nothing to be missing gets a surplus replica, whatever the room", 2, null, 0, (1, 0) },
        { "a declared surplus does not stop a full pool", 2, 2, null, (2, 1) },
        { "who allows several to be missing needs no surplus on a full pool", 2, null, 2, (0, 2) },
    };

    [Theory]
    [MemberData(nameof(Pools))]
    public void What_is_left_open_follows_the_room(string sentence, int? room, int? maxSurge, int? maxUnavailable, (int Surge, int Unavailable) expected)
    {
        var rollout = EffectiveRollout.Resolve(new RolloutSpec { MaxSurge = maxSurge, MaxUnavailable = maxUnavailable });
        var allocation = new PoolAllocation { Pool = "onprem", Type = PoolType.OnPremises, Replicas = 2, Room = room, MarginalCost = 0, FullCost = 1 };
        var strategy = RolloutStrategyBuilder.Build(rollout, allocation)["rollingUpdate"]!;
        Assert.True(expected == ((int)strategy["maxSurge"]!, (int)strategy["maxUnavailable"]!), $"{sentence}: {strategy.ToJsonString()}");
    }
}
