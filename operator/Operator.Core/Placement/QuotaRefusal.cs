using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>Finds out whether replicas are missing because the namespace's ResourceQuota is used up: then no pod exists that could be late or stuck.</summary>
internal static class QuotaRefusal
{
    // "pods "chat-home-7d9f-x2k4l" is forbidden: exceeded quota: gpus, requested: requests.nvidia.com/gpu=1, used: requests.nvidia.com/gpu=4, limited: ..."
    private const string Mark = "exceeded quota: ";

    /// <summary>The quota and what it counts, without the name of a pod that is another one at every attempt; null: no quota refuses anything.</summary>
    public static string? Of(ObservedDeployment deployment)
    {
        if (deployment.ReplicaFailure is not { } message || message.IndexOf(Mark, StringComparison.Ordinal) is var start && start < 0) return null;
        return $"the API server creates no pod, {message[start..]}";
    }
}
