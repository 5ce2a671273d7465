namespace InferOps.LocalCluster.Kubelet;

/// <summary>What the process kubelet simulates and where it keeps it. Everything under <see cref="Root"/> is deleted at the end.</summary>
public sealed record KubeletOptions
{
    public IReadOnlyList<NodeOptions> Nodes { get; init; } = [];

    /// <summary>What stands for each container image; the first match counts.</summary>
    public IReadOnlyList<ImageRule> Images { get; init; } = [];

    /// <summary>
    /// <c>hostPath</c> folders that really exist: path on the node to path on this machine. Every other hostPath lies in a folder of its simulated node.
    /// </summary>
    public IReadOnlyDictionary<string, string> HostPaths { get; init; } = new Dictionary<string, string>();

    /// <summary>Folder for volumes, logs and termination messages.</summary>
    public string Root { get; init; } = Path.Combine(Path.GetTempPath(), $"localcluster-{Environment.ProcessId}");

    /// <summary>Second octet N of the addresses, see <see cref="Network.LoopbackNetwork"/>; null takes one that no other cluster has.</summary>
    public byte? Network { get; init; }

    /// <summary>The wait before the second restart of a container; it doubles from there to <see cref="MostRestartBackOff"/>.</summary>
    public TimeSpan RestartBackOff { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan MostRestartBackOff { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long containers have to end when the kubelet itself is stopped.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A container's log file is rotated at this size; four rotated files are kept.</summary>
    public long MaxLogBytes { get; init; } = 10 << 20;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>A simulated node. <see cref="Capacity"/> holds quantities such as <c>cpu: "8"</c> and <c>nvidia.com/gpu: "4"</c>.</summary>
public sealed record NodeOptions
{
    public string Name { get; init; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<TaintOptions> Taints { get; init; } = [];

    public IReadOnlyDictionary<string, string> Capacity { get; init; } = new Dictionary<string, string>();
}

public sealed record TaintOptions
{
    public string Key { get; init; } = "";

    public string Value { get; init; } = "";

    public string Effect { get; init; } = "NoSchedule";
}

/// <summary>The program of this machine that stands for a container image.</summary>
public sealed record ImageRule
{
    /// <summary>Image name; <c>*</c> and <c>?</c> are wildcards; without a tag it matches any tag and digest.</summary>
    public string Name { get; init; } = "*";

    /// <summary>The image's entry point, as paths of this machine. A container's own <c>command</c> replaces it.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The image's default arguments; a container's own <c>command</c> or <c>args</c> replace them.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Folders inside the image: container path to path on this machine. Mounted volumes go before them.</summary>
    public IReadOnlyDictionary<string, string> Paths { get; init; } = new Dictionary<string, string>();

    public string? WorkingDirectory { get; init; }
}
