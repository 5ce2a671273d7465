using System.Globalization;
using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Status;

/// <summary>What a replica's pod is to say about its model.</summary>
/// <param name="Done">True: everything it needs is there.</param>
/// <param name="Turned">The condition is new, or its status another than before.</param>
public sealed record PullCondition(bool Done, string Reason, string Message, bool Turned)
{
    /// <summary>Type of the condition.</summary>
    public const string Type = "ModelPulled";

    public const string Pulling = "Pulling";
    public const string Pulled = "Pulled";

    /// <summary>A number that is this old is worth a write, and a younger one is not: a fleet that pulls must not keep the API server busy.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Whether it is time to ask the pod how far it is.</summary>
    public static bool IsDue(ObservedPod pod, DateTimeOffset now) =>
        pod is { Inspection: false, Terminating: false, Finished: false, Pulling: not null, Address: not null } && (pod.PullShown is not { Done: false } shown || now - shown.At >= Interval);

    /// <param name="progress">What the pod answered; null: nothing.</param>
    /// <returns>Null: the pod says so already, or its model concerns nobody.</returns>
    public static PullCondition? Next(ObservedPod pod, PullProgress? progress, DateTimeOffset now)
    {
        if (pod is { Inspection: true } or { Terminating: true } or { Finished: true }) return null;
        if (pod.Pulled) return pod.PullShown is { Done: true } ? null : new(true, Pulled, "", true);
        if (!IsDue(pod, now)) return null;
        var message = Describe(pod, progress);
        return pod.PullShown is { Done: false } shown && shown.Message == message ? null : new(false, Pulling, message, pod.PullShown is not { Done: false });
    }

    private static string Describe(ObservedPod pod, PullProgress? progress) => progress is not { FileBytes: > 0 }
        ? $"how far it is: kubectl logs {pod.Name} -c {pod.Pulling} -f"
        : string.Create(CultureInfo.InvariantCulture, $"{100.0 * progress.Bytes / progress.FileBytes:F0} % ({Sizes(progress)}) in container {pod.Pulling}");

    /// <summary>Both in the unit of the larger: <c>1.2 of 2.9 GiB</c>.</summary>
    private static string Sizes(PullProgress progress)
    {
        var (unit, name) = progress.FileBytes >= 1L << 30 ? (1L << 30, "GiB") : progress.FileBytes >= 1L << 20 ? (1L << 20, "MiB") : (1L << 10, "KiB");
        return string.Create(CultureInfo.InvariantCulture, $"{progress.Bytes / (double)unit:F1} of {progress.FileBytes / (double)unit:F1} {name}");
    }
}
