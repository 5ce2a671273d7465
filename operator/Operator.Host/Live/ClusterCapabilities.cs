using k8s;

namespace InferOps.Operator.Host.Live;

/// <summary>What the API server offers, found out once at start.</summary>
/// <param name="PolicyV1">False: Kubernetes before 1.21, where a PodDisruptionBudget is <c>policy/v1beta1</c>.</param>
internal sealed record ClusterCapabilities(bool PolicyV1)
{
    private static readonly Version PolicyV1Since = new(1, 21);

    public static async Task<ClusterCapabilities> FindAsync(IKubernetes api, CancellationToken cancellationToken)
    {
        var version = await api.Version.GetCodeAsync(cancellationToken);
        // Managed offerings append a plus sign to the minor version.
        return new(new Version(int.Parse(version.Major), int.Parse(version.Minor.TrimEnd('+'))) >= PolicyV1Since);
    }
}
