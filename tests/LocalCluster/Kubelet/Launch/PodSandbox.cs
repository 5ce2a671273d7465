using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Kubelet.Launch;

/// <summary>What all containers of a pod share.</summary>
internal sealed record PodSandbox(JsonObject Pod, string PodIp, string HostIp, string Folder, IReadOnlyDictionary<string, decimal> Allocatable)
{
    /// <summary>Volume name to its folder on this machine, once mounted.</summary>
    public IReadOnlyDictionary<string, string> Volumes { get; init; } = new Dictionary<string, string>();

    /// <summary>The file that stands for <c>/dev/termination-log</c>.</summary>
    public string TerminationLog(string container) => Path.Combine(Folder, "containers", container, "termination-log");

    public string LogFolder(string container) => Path.Combine(Folder, "logs", container);

    /// <summary>Where a container starts that names no working directory.</summary>
    public string Home(string container) => Directory.CreateDirectory(Path.Combine(Folder, "containers", container, "root")).FullName;

    public TimeSpan GracePeriod => TimeSpan.FromSeconds(Pod.Whole("spec", "terminationGracePeriodSeconds") ?? 30);
}
