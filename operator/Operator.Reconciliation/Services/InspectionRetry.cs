using InferOps.Runtime.Contract;

namespace InferOps.Operator.Reconciliation.Services;

/// <summary>When a failed inspection is tried again: soon where the cause may pass by itself, seldom where somebody has to do something first.</summary>
internal static class InspectionRetry
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Seldom = TimeSpan.FromMinutes(5);

    /// <summary>The ended inspection pod, if it is time to replace it.</summary>
    public static IReadOnlyList<LiveManifest> Due(DecisionInput input, ManifestKey inspection)
    {
        if (input.View.Pods.FirstOrDefault(pod => pod.Name == inspection.Name) is not { Finished: true, Terminating: false } pod) return [];
        var wait = pod.Report?.Failure is { Reason: not ModelFailureReasons.DownloadFailed } ? Seldom : Soon;
        return input.Now - pod.CreatedAt < wait ? [] : [.. input.View.Owned.Where(manifest => manifest.Key == inspection)];
    }
}
