using System.Text.Json.Nodes;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Desired;

/// <summary>How a new version replaces the old one on one pool.</summary>
/// <remarks>
/// Placement fills pools, and on a full pool a surplus replica would wait for a GPU for ever. What the spec leaves open therefore follows the room:
/// <code>
/// room for one more   maxSurge   maxUnavailable
/// yes, or unknown     1          0                the new replica answers before the old one goes
/// no                  0          1                the old one drains, and the new one takes its GPU
/// </code>
/// </remarks>
internal static class RolloutStrategyBuilder
{
    public static JsonObject Build(EffectiveRollout rollout, PoolAllocation allocation)
    {
        var full = allocation.Room <= allocation.Replicas;
        var unavailable = rollout.MaxUnavailable ?? (full ? 1 : 0);
        var surge = rollout.MaxSurge ?? (full && unavailable > 0 ? 0 : 1);
        return new()
        {
            ["type"] = "RollingUpdate",
            ["rollingUpdate"] = new JsonObject { ["maxSurge"] = surge, ["maxUnavailable"] = unavailable },
        };
    }
}
