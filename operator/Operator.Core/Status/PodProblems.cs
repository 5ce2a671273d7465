using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Status;

/// <summary>Says what is wrong with pods, in words that stay the same while the problem does: the kubelet's own texts count back-off seconds.</summary>
internal static class PodProblems
{
    /// <summary>The first problem by pod name; null: none of the pods has one.</summary>
    public static Finding? Find(IEnumerable<ObservedPod> pods) =>
        pods.Where(pod => !pod.Ready).OrderBy(pod => pod.Name, StringComparer.Ordinal).Select(Of).FirstOrDefault(finding => finding is not null);

    public static Finding Of(ModelFailure failure) =>
        Finding.False(failure.Reason, failure.Message, permanent: failure.Reason != ModelFailureReasons.DownloadFailed);

    private static Finding? Of(ObservedPod pod) => pod switch
    {
        { Report.Failure: { } failure } => Of(failure),
        { Problem: { } problem } => Of(pod, problem),
        { Unschedulable: { } message } => Finding.False(Reasons.Unschedulable, $"The scheduler finds no node: {message}"),
        _ => null,
    };

    private static Finding? Of(ObservedPod pod, PodProblem problem) => problem.Reason switch
    {
        "CreateContainerConfigError" when problem.Message.Contains("secret", StringComparison.OrdinalIgnoreCase) =>
            Finding.False(Reasons.SecretMissing, $"A Secret or one of its keys is missing ({problem.Message}); create it and the replica starts by itself.", permanent: true),
        "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError" =>
            Finding.False(Reasons.ContainerConfigError, $"A container cannot be created: {problem.Message}", permanent: true),
        "ImagePullBackOff" or "ErrImagePull" or "InvalidImageName" or "ErrImageNeverPull" =>
            Finding.False(Reasons.ImagePullFailed, $"An image cannot be pulled; check its name and the pull secret (kubectl describe pod {pod.Name}).", permanent: true),
        "CrashLoopBackOff" =>
            Finding.False(Reasons.CrashLooping, $"A container exits again and again; read why (kubectl logs {pod.Name} --all-containers --previous).", permanent: true),
        "ContainerCreating" or "PodInitializing" => null,
        _ => Finding.False(Reasons.PodFailed, $"A replica does not start ({problem.Reason}; kubectl describe pod {pod.Name})."),
    };
}
