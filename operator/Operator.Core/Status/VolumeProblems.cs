using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Status;

/// <summary>
/// Finds replicas whose volumes cannot be mounted. Such a pod says so in events alone, which are not kept; that its node prepares it for longer than that takes
/// is told by a condition. The operator may not read Secrets, so it asks for the one that would explain it.
/// </summary>
internal static class VolumeProblems
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The first by pod name; null: none.</summary>
    public static Finding? Find(IEnumerable<ObservedPod> replicas, StatusInput input) =>
        replicas.Where(pod => input.Now - pod.PreparedSince > Patience).MinBy(pod => pod.Name, StringComparer.Ordinal) is { } stuck
            ? Finding.False(Reasons.VolumesNotMounted, $"A replica waits for its volumes. {Question(input)}Its events say why: kubectl describe pod {stuck.Name}")
            : null;

    private static string Question(StatusInput input) =>
        input.Spec?.ApiKeysSecret is { } secret ? $"Does Secret '{secret}' (spec.endpoint.apiKeysSecret) exist, with a key 'keys'? Create it and the replica starts by itself. " : "";
}
