namespace InferOps.Operator.Core.Status;

/// <summary>
/// Condition reasons of this folder. Further ones come from <c>ValidationReasons</c> (SpecValid), <c>ModelFailureReasons</c> (Placed, Available) and
/// <c>HoldReasons</c> (MetricsAvailable, ScalingActive); together they are the closed set.
/// </summary>
public static class Reasons
{
    // Whatever condition
    public const string SpecInvalid = "SpecInvalid";
    public const string Suspended = "Suspended";
    public const string Reconciling = "Reconciling";

    // Placed while the model is inspected, Available
    public const string ApplyRefused = "ApplyRefused";

    // SpecValid, Ready
    public const string Valid = "Valid";
    public const string Ready = "Ready";

    // Placed
    public const string InspectingModel = "InspectingModel";
    public const string NothingToPlace = "NothingToPlace";
    public const string Placed = "Placed";
    public const string PartlyPlaced = "PartlyPlaced";
    public const string NoPools = "NoPools";
    public const string NoPoolFits = "NoPoolFits";
    public const string TooLargeForAnyGpu = "TooLargeForAnyGpu";

    // Available
    public const string AllReplicasReady = "AllReplicasReady";
    public const string SomeReplicasStarting = "SomeReplicasStarting";
    public const string SomeReplicasFailing = "SomeReplicasFailing";
    public const string ReplicasStarting = "ReplicasStarting";
    public const string PullingModel = "PullingModel";
    public const string ScaledToZero = "ScaledToZero";

    // Problems of pods: Available, Placed while the model is inspected
    public const string SecretMissing = "SecretMissing";
    public const string VolumesNotMounted = "VolumesNotMounted";
    public const string ContainerConfigError = "ContainerConfigError";
    public const string ImagePullFailed = "ImagePullFailed";
    public const string CrashLooping = "CrashLooping";
    public const string Unschedulable = "Unschedulable";
    public const string PodFailed = "PodFailed";

    // MetricsAvailable, ScalingActive
    public const string MetricsFresh = "MetricsFresh";
    public const string ScalingActive = "ScalingActive";
    public const string Advisory = "Advisory";
    public const string ScalingOff = "ScalingOff";

    // Stalled
    public const string NotStalled = "NotStalled";

    // CommitmentAdvice
    public const string ChangeAdvised = "ChangeAdvised";
    public const string CommitmentsFit = "CommitmentsFit";
    public const string TooLittleHistory = "TooLittleHistory";
    public const string NothingToCompare = "NothingToCompare";

    // ComputePool, InferenceEngine
    public const string NoNodes = "NoNodes";
    public const string NoNodesYet = "NoNodesYet";
    public const string NoGpusOnNodes = "NoGpusOnNodes";
}
