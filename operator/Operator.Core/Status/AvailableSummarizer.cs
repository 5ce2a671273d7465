using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Status;

/// <summary>Does anything answer, and what keeps the rest from it? Messages hold no counts: those are fields of their own.</summary>
internal static class AvailableSummarizer
{
    private const int Shown = 3;

    public static Finding Summarize(StatusInput input)
    {
        var replicas = input.Replicas.ToList();
        var ready = replicas.Count(pod => pod.Ready);
        if (Refused(input.Refusals) is { } refused)
            return ready == 0 ? refused : Finding.True(refused.Reason, $"Some replicas answer, and not everything is as the spec says. {refused.Message}");
        if (ready == 0 && Absent(input) is { } absent) return absent;
        var problem = PodProblems.Find(replicas) ?? VolumeProblems.Find(replicas, input);
        if (ready == 0) return problem ?? Pulling(replicas) ?? Finding.False(Reasons.ReplicasStarting, "No replica is ready yet.");
        if (problem is not null) return Finding.True(Reasons.SomeReplicasFailing, $"Some replicas answer; others fail. {problem.Reason}: {problem.Message}");
        return ready < input.Desired
            ? Finding.True(Reasons.SomeReplicasStarting, "Some replicas answer; others start.")
            : Finding.True(Reasons.AllReplicasReady, "All replicas answer.");
    }

    /// <summary>What the API server refuses today it may take tomorrow (a quota, a webhook's rule), so it is tried again and again.</summary>
    public static Finding? Refused(IReadOnlyList<string> refusals) =>
        refusals.Count == 0 ? null : Finding.False(Reasons.ApplyRefused, $"The API server refuses {string.Join("; ", refusals.Take(Shown))}{(refusals.Count > Shown ? $"; and {refusals.Count - Shown} more" : "")}");

    /// <summary>How far a pull is, the pod's condition and its log say: a number that changes all the time would be another status each time.</summary>
    private static Finding? Pulling(IEnumerable<ObservedPod> replicas) =>
        replicas.Where(pod => pod.Pulling is not null).MinBy(pod => pod.Name, StringComparer.Ordinal) is { } first
            ? Finding.False(Reasons.PullingModel, $"The model is being pulled; how far it is: kubectl logs {first.Name} -c {first.Pulling} -f")
            : null;

    private static Finding? Absent(StatusInput input) => input switch
    {
        { Suspended: true } => Finding.False(Reasons.Suspended, "spec.suspend is true: nothing runs."),
        { Decision.Replicas: 0 } => Finding.False(Reasons.ScaledToZero, "No replica runs. Set spec.scaling.minReplicas to 1 to keep one."),
        _ => null,
    };
}
