using k8s.LeaderElection;

namespace InferOps.Operator.Host.Telemetry;

/// <summary>Whether this operator acts. Without an election it always does.</summary>
/// <param name="elector">KubeOps' own; null: no election is held.</param>
internal sealed class Leadership(LeaderElector? elector)
{
    public bool IsLeader => elector?.IsLeader() ?? true;
}
