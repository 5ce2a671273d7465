namespace InferOps.Operator.Core.Admission;

/// <summary>The closed set of reasons why a write is refused or warned about beyond what its own spec shows (<see cref="Validation.ValidationReasons"/>). <c>docs/admission.md</c> explains each.</summary>
public static class AdmissionReasons
{
    // Refused: what is asked for cannot be, or would break what runs.
    public const string NoNamedPoolFits = "NoNamedPoolFits";
    public const string TightenedWhileRunning = "TightenedWhileRunning";
    public const string MigrationForbidden = "MigrationForbidden";
    public const string NamespaceBudgetNeedsCeiling = "NamespaceBudgetNeedsCeiling";
    public const string NamespaceBudgetExceeded = "NamespaceBudgetExceeded";
    public const string NamespaceQuotaTooSmall = "NamespaceQuotaTooSmall";
    public const string PoolInUse = "PoolInUse";
    public const string PoolIdentityInUse = "PoolIdentityInUse";
    public const string EngineInUse = "EngineInUse";
    public const string EngineFeatureInUse = "EngineFeatureInUse";

    // Warned about: legal, and perhaps not meant.
    public const string NoPoolFits = "NoPoolFits";
    public const string CeilingBelowMinimum = "CeilingBelowMinimum";
    public const string NamespaceQuotaBelowMaximum = "NamespaceQuotaBelowMaximum";
    public const string NothingWakesIt = "NothingWakesIt";
    public const string SpotMayTakeAll = "SpotMayTakeAll";
    public const string ModelNotPinned = "ModelNotPinned";
    public const string ObjectiveBelowLeadTime = "ObjectiveBelowLeadTime";
    public const string IdleBelowLeadTime = "IdleBelowLeadTime";
    public const string NoKeysAsked = "NoKeysAsked";
    public const string FewerThanRun = "FewerThanRun";
    public const string ServedNameChanges = "ServedNameChanges";
    public const string NodesShared = "NodesShared";
    public const string CurrencyDiffers = "CurrencyDiffers";
    public const string NeverInterrupted = "NeverInterrupted";
    public const string TermEnded = "TermEnded";
    public const string ServicesMustLeave = "ServicesMustLeave";
    public const string ReplicasRestart = "ReplicasRestart";
    public const string ImageNotPinned = "ImageNotPinned";
    public const string CannotBeScaled = "CannotBeScaled";
    public const string StillNamed = "StillNamed";
}
