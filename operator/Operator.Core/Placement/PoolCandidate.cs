using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Placement;

/// <summary>A pool as one service sees it: what is free includes what the service itself holds.</summary>
public sealed record PoolCandidate
{
    public required EffectivePool Pool { get; init; }

    /// <summary>Nodes the pool's selector matches, usable or not.</summary>
    public int MatchingNodes { get; init; }

    /// <summary>GPUs of all matching nodes.</summary>
    public int CapacityGpus { get; init; }

    /// <summary>What others leave, what the service itself holds included.</summary>
    public GpuRoom Room { get; init; } = GpuRoom.None;

    /// <summary>The room if everybody gave up what they must give up for this service; none where it was not asked.</summary>
    public GpuRoom Contested { get; init; } = GpuRoom.None;

    /// <summary>What the service has to give up here; null: nothing.</summary>
    public Yield? Yield { get; init; }

    /// <summary>GPUs of the largest node, present or to be made; 0: not known before the first node is there.</summary>
    public int GpusPerNode => Room.PerNode;

    /// <summary>GPUs that are paid for whether used or not, and that others leave.</summary>
    public int CommittedGpus { get; init; }

    /// <summary>Of the committed GPUs, those that other services hold as warm spares: theirs until this service needs them.</summary>
    public int ReclaimableGpus { get; init; }

    /// <summary>Every GPU product found; empty: unknown.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>What may fail at once with everything in it: zones, or regions where no zone is known; empty: unknown.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Memory of the smallest GPU, in bytes; null: unknown.</summary>
    public long? GpuMemoryBytes { get; init; }

    /// <summary>What a replica here handles, relative to a replica of speed 1.</summary>
    public decimal Speed { get; init; } = 1;

    public Holding Holding { get; init; }

    /// <summary>Null or past: new replicas may start here.</summary>
    public CoolDown? CoolDown { get; init; }

    /// <summary>Replicas of <paramref name="gpus"/> GPUs that fit, those of the service itself included.</summary>
    public int RoomFor(int gpus) => Room.For(gpus);

    public bool IsCoolingDown(DateTimeOffset now) => CoolDown is { } coolDown && now < coolDown.Until;
}

/// <summary>GPUs that a service gives to another one.</summary>
/// <param name="Why">To whom, and by what right.</param>
/// <param name="Outranked">True: to one of higher priority.</param>
public sealed record Yield(string Why, bool Outranked);

/// <summary>Replicas of one service on one pool.</summary>
/// <param name="Replicas">Asked for: <c>spec.replicas</c> of its Deployment.</param>
/// <param name="Ready">Of these, the ones that answer.</param>
public readonly record struct Holding(int Replicas, int Ready)
{
    private readonly int? _created;

    /// <summary>Of these, the ones that have a pod, whether it answers or not. Absent: all have.</summary>
    public int Created
    {
        get => _created ?? Replicas;
        init => _created = value;
    }

    /// <summary>When the youngest of them was created; null: unknown, or there is none.</summary>
    public DateTimeOffset? YoungestSince { get; init; }
}
