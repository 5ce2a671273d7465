using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>Every name and label of what the operator makes.</summary>
public static class Names
{
    public const string Kind = "InferenceService";
    public const string EngineContainer = "engine";
    public const string PullContainer = "pull";
    public const string PullDraftContainer = "pull-draft";
    public const string InspectContainer = "inspect";

    private const string PullAdapterPrefix = "pull-adapter-";

    /// <summary>Container that pulls the adapter of this place in the list.</summary>
    public static string PullAdapterContainer(int index) => string.Create(CultureInfo.InvariantCulture, $"{PullAdapterPrefix}{index}");

    /// <summary>Whether a container of that name pulls.</summary>
    public static bool Pulls(string? container) => container is PullContainer or PullDraftContainer || container?.StartsWith(PullAdapterPrefix, StringComparison.Ordinal) == true;

    /// <summary>Value of <see cref="PodLabels.Component"/> of serving pods.</summary>
    public const string Replica = "replica";

    /// <summary>Value of <see cref="PodLabels.Component"/> of the pod that reads a model's header.</summary>
    public const string Inspection = "inspection";

    /// <summary>Port of the Service inside the cluster.</summary>
    public const int ServicePort = 80;

    /// <summary>Deployments leave room for what Kubernetes appends to make pod names, which are host names of at most 63 characters.</summary>
    private const int LongestDeployment = 46;

    /// <summary>Objects of which a service has one bear its name.</summary>
    public static string Service(string service) => service;

    /// <summary>
    /// <c>service-pool</c>. A hash is added where that could be read in two ways (<c>a</c> on <c>b-c</c>, <c>a-b</c> on <c>c</c>) or is too long.
    /// </summary>
    public static string Deployment(string service, string pool)
    {
        var name = $"{service}-{pool}";
        if (name.Length <= LongestDeployment && !pool.Contains('-', StringComparison.Ordinal)) return name.Replace('.', '-');
        var hash = Hash($"{service}/{pool}", 8);
        return $"{name[..Math.Min(name.Length, LongestDeployment - 9)].TrimEnd('-', '.')}-{hash}".Replace('.', '-');
    }

    /// <summary>A pod cannot be changed, so another model is another pod.</summary>
    public static string InspectionPod(string service, string modelSource) =>
        $"{service[..Math.Min(service.Length, LongestDeployment)].TrimEnd('-')}-inspect-{Hash(modelSource, 8)}";

    /// <summary>What a model's facts are read for: its address and, where given, its checksum.</summary>
    public static string ModelSource(string uri, string? sha256) => sha256 is null ? uri : $"{uri}#sha256={sha256}";

    /// <summary>Selects the replicas of a service, over all pools.</summary>
    public static string Selector(string service) => $"{PodLabels.Service}={service},{PodLabels.Component}={Replica}";

    /// <summary>Where clients reach the service inside the cluster.</summary>
    public static string Url(ObjectKey service) => $"http://{Service(service.Name)}.{service.Namespace}.svc/v1";

    /// <summary>Labels every object of a service carries.</summary>
    public static IReadOnlyDictionary<string, string> Labels(string service, string component) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["app.kubernetes.io/name"] = "inferops",
        ["app.kubernetes.io/instance"] = service,
        ["app.kubernetes.io/component"] = component,
        ["app.kubernetes.io/managed-by"] = "inferops",
        [PodLabels.Service] = service,
    };

    /// <summary>The first <paramref name="length"/> hex digits of the text's SHA-256: the same on every machine and every start.</summary>
    internal static string Hash(string text, int length) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..length];
}
