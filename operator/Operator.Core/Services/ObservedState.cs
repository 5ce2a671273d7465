using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Services;

/// <summary>An InferenceService as the cluster holds it.</summary>
public sealed record ObservedService
{
    public required ObjectKey Key { get; init; }

    public required string Uid { get; init; }

    public required long Generation { get; init; }

    /// <summary>Grows with every write of the object.</summary>
    public long ResourceVersion { get; init; }

    /// <summary>It is being deleted; owner references take care of what it owns.</summary>
    public bool Deleting { get; init; }

    public required InferenceServiceSpec Spec { get; init; }

    /// <summary>The status last written: what the operator remembers across restarts.</summary>
    public required InferenceServiceStatus Status { get; init; }
}

public sealed record ObservedPool
{
    public required string Name { get; init; }

    public long Generation { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public required ComputePoolSpec Spec { get; init; }

    public ComputePoolStatus Status { get; init; } = new();
}

public sealed record ObservedEngine
{
    public required string Name { get; init; }

    public long Generation { get; init; }

    public required InferenceEngineSpec Spec { get; init; }

    public InferenceEngineStatus Status { get; init; } = new();
}

public sealed record ObservedNode
{
    public required string Name { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Ready and not cordoned.</summary>
    public required bool Usable { get; init; }

    /// <summary>Whole units by extended resource name, such as <c>nvidia.com/gpu</c>.</summary>
    public required IReadOnlyDictionary<string, int> Allocatable { get; init; }
}

/// <summary>A pod that holds GPUs on a node or is bound to, whoever made it.</summary>
public sealed record ObservedGpuUse
{
    public required string Node { get; init; }

    public required string ResourceName { get; init; }

    public required int Count { get; init; }

    /// <summary>The InferenceService whose replica it is; null for a stranger's pod.</summary>
    public ObjectKey? Service { get; init; }

    /// <summary>The pool the replica was made for; null for a stranger's pod.</summary>
    public string? Pool { get; init; }
}

/// <summary>One Deployment of a service.</summary>
public sealed record ObservedDeployment
{
    public required string Name { get; init; }

    public required string Pool { get; init; }

    /// <summary><c>spec.replicas</c>.</summary>
    public required int DesiredReplicas { get; init; }

    public required int Replicas { get; init; }

    public required int UpdatedReplicas { get; init; }

    public required int ReadyReplicas { get; init; }

    /// <summary>The controller has seen the last change, and pods of an older template are still there.</summary>
    public required bool RolloutInProgress { get; init; }

    /// <summary>Why pods that it wants cannot be created (its condition <c>ReplicaFailure</c>); null: they can.</summary>
    public string? ReplicaFailure { get; init; }
}

/// <summary>One pod of a service.</summary>
public sealed record ObservedPod
{
    public required string Name { get; init; }

    /// <summary>Empty for the inspection pod.</summary>
    public required string Pool { get; init; }

    /// <summary>True: the pod that reads the model's header, not a replica.</summary>
    public bool Inspection { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ReadyAt { get; init; }

    public bool Ready { get; init; }

    public bool Terminating { get; init; }

    public bool Finished { get; init; }

    public string? Node { get; init; }

    /// <summary>Null before the pod has one.</summary>
    public string? Address { get; init; }

    /// <summary>What the pod's deletion cost is set to; 0 when it is not.</summary>
    public int DeletionCost { get; init; }

    /// <summary>The scheduler's message, when it found no node.</summary>
    public string? Unschedulable { get; init; }

    /// <summary>Since when its node has prepared volumes and network for it; null once containers may start, or where Kubernetes (before 1.29) does not tell.</summary>
    public DateTimeOffset? PreparedSince { get; init; }

    /// <summary>Why a container waits, such as <c>CrashLoopBackOff</c>, <c>ImagePullBackOff</c>, <c>CreateContainerConfigError</c>.</summary>
    public PodProblem? Problem { get; init; }

    /// <summary>The container that pulls the model, its draft or an adapter at this moment; null: none does.</summary>
    public string? Pulling { get; init; }

    /// <summary>Every container that pulls has done so.</summary>
    public bool Pulled { get; init; }

    /// <summary>What the pod's own condition says about its model; null: nothing yet.</summary>
    public PullShown? PullShown { get; init; }

    /// <summary>What <c>pull</c> reported in this pod, where it has finished.</summary>
    public ModelReport? Report { get; init; }
}

public sealed record PodProblem(string Reason, string Message);

/// <summary>The condition <c>ModelPulled</c> of a pod.</summary>
/// <param name="Done">Its status.</param>
/// <param name="Message">How far it was.</param>
/// <param name="At">When that was written.</param>
public sealed record PullShown(bool Done, string Message, DateTimeOffset At);
