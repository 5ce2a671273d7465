namespace InferOps.Runtime.Core.Engine;

public enum StepStatus
{
    Ok,

    /// <summary>The cache had no room for the batch; nothing was written. A smaller batch may fit.</summary>
    NoKvSlot,

    /// <summary>The context can no longer be trusted.</summary>
    Failed,
}

/// <summary>Outcome of one <see cref="IInferenceModel.Evaluate"/>.</summary>
public readonly record struct StepResult
{
    private StepResult(StepStatus status, string message) => (Status, Message) = (status, message);

    public static StepResult Ok { get; } = new(StepStatus.Ok, "");

    public static StepResult NoKvSlot { get; } = new(StepStatus.NoKvSlot, "no KV slot for the batch");

    public StepStatus Status { get; }

    /// <summary>What went wrong, for a person; empty when nothing did.</summary>
    public string Message { get; }

    public static StepResult Failed(string message) => new(StepStatus.Failed, message);
}
