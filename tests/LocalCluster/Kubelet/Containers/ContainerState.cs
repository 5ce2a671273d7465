namespace InferOps.LocalCluster.Kubelet.Containers;

/// <summary>What a container is doing.</summary>
internal abstract record ContainerState
{
    public sealed record Waiting(string Reason, string Message = "") : ContainerState;

    public sealed record Running(DateTimeOffset Since) : ContainerState;

    public sealed record Terminated(int ExitCode, string Reason, string Message, DateTimeOffset Since, DateTimeOffset At, string ContainerId) : ContainerState;
}

internal enum ContainerRole
{
    Main,
    Init,

    /// <summary>An init container with <c>restartPolicy: Always</c>: runs beside the main ones.</summary>
    Sidecar,
}

/// <summary>One container as its pod's status shows it.</summary>
internal sealed record ContainerRecord(string Name, string Image, ContainerRole Role)
{
    public ContainerState State { get; init; } = new ContainerState.Waiting("ContainerCreating");

    /// <summary>How the run before this one ended.</summary>
    public ContainerState.Terminated? Last { get; init; }

    public int Restarts { get; init; }

    public bool Ready { get; init; }

    /// <summary>Running, and its startup probe, if it has one, has succeeded.</summary>
    public bool Started { get; init; }

    public string ContainerId { get; init; } = "";

    public string ImageId { get; init; } = "";
}
