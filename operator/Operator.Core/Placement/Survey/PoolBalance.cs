namespace InferOps.Operator.Core.Placement.Survey;

/// <summary>One pool as the ledger shows it to one service.</summary>
/// <param name="TakenByOthers">GPUs that others hold or have reserved.</param>
internal sealed record PoolBalance(GpuRoom Room, int TakenByOthers)
{
    /// <summary>The room if everybody gave up what they must give up for this service.</summary>
    public required GpuRoom Contested { get; init; }

    /// <summary>GPUs that other services hold as warm spares.</summary>
    public required int ReclaimableGpus { get; init; }

    /// <summary>What the service has to give up here; null: nothing.</summary>
    public Yield? Yield { get; init; }
}
